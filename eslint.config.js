import javascript from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import typescript from 'typescript-eslint'

export default typescript.config(
  { ignores: ['out/', 'node_modules/', '.dependency-cruiser.js'] },
  javascript.configs.recommended,
  ...typescript.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
      // Numbers in sentences are what template strings are for.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // An AbortSignal changes while one waits, and an engine leaves out what its types promise.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // Small arrow functions may hand on what another one gives, even nothing.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      'no-control-regex': 'off',
      eqeqeq: 'error',
    },
  },
  { files: ['src/renderer/**'], ...reactHooks.configs.flat['recommended-latest'] },
  // `expect.any()` and the like are of type any.
  { files: ['test/**'], rules: { '@typescript-eslint/no-unsafe-assignment': 'off' } },
  { files: ['*.config.js'], ...typescript.configs.disableTypeChecked },
)
