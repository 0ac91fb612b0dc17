import { expect, it } from 'vitest'
import { collectSecrets } from '../../../src/main/detail/collect-secrets.ts'
import { writeSources } from './sources.ts'

it('secrets are found wherever they are written, with what a later file replaces', () => {
  const { files, variables } = writeSources(
    {
      'a.yaml':
        'services:\n  web:\n    environment: [DB_PASSWORD=old, OTHER=plain]\n    build: { args: { NPM_TOKEN: "${X:-fallback}" } }\n',
      'b.yaml':
        'services:\n  web:\n    environment: { URL: "http://u:p%40ss@h", API_KEY: "${REF}", ON_TOKEN: true }\n',
      '.env': 'SMTP_PASSWORD=mail\nREGION=north\nHUSH=declared\n',
    },
    ['a.yaml', 'b.yaml'],
  )
  const resolved = {
    services: { web: { environment: { DB_PASSWORD: 'new$$one', PIN_KEY: 1234 }, labels: ['a.token=label'] } },
    secrets: { hush: { environment: 'HUSH' }, file: { file: '/x' }, none: null },
  }
  const shell = { GH_TOKEN: 'shell', HOME: '/root', EMPTY_TOKEN: undefined }
  const trees = files.flatMap(({ tree }) => tree ?? [])
  expect([...collectSecrets({ resolved, trees, variables, shell })].sort()).toEqual(
    [
      'new$one',
      '1234',
      'label',
      'old',
      'fallback',
      '${X:-fallback}',
      'p%40ss',
      'p@ss',
      'mail',
      'declared',
      'shell',
    ].sort(),
  )
})

it('everything in a file of secrets is one', () => {
  const place = { file: '/lab/.env.infisical', line: 1 }
  const variables = [
    { name: 'REGION', value: 'north', isLiteral: false, place },
    { name: 'DEBUG', value: 'true', isLiteral: false, place },
  ]
  expect([...collectSecrets({ resolved: null, trees: [], variables, shell: {} })]).toEqual(['north'])
})
