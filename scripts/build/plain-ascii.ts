import type { Plugin } from 'vite'

/**
 * Escapes what is not ASCII in the bundle. A single `…` in it makes V8 keep the whole text as two bytes a character: 5 MB more for as
 * long as the process runs, and 15 ms more at the start of every command.
 */
export function plainAscii(): Plugin {
  return {
    name: 'plain-ascii',
    apply: 'build',
    generateBundle(_options, bundle) {
      for (const part of Object.values(bundle)) if (part.type === 'chunk') part.code = escapeText(part.code)
    },
  }
}

/** The same program. Good for what stands in strings, patterns, names and comments; what asks for its raw text would see the difference. */
export function escapeText(code: string): string {
  return code.replace(
    /[^\0-\x7f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
