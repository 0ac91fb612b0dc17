import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../../../..')

export interface ManualPage {
  /** From the root of the checkout. */
  readonly path: string
  readonly text: string
}

/** Everything that is written for people about Switchyard. */
export const manualPages: readonly ManualPage[] = globSync(['*.md', 'docs/**/*.md', 'resources/**/*.md'], {
  cwd: root,
})
  .sort()
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

export interface Parts {
  /** Lines inside of fences, without what is not for a shell. */
  readonly shellLines: readonly string[]
  /** Everything outside of fences. */
  readonly prose: string
}

/** What stands in fences, and what does not. */
export function partsOf(text: string): Parts {
  const pieces = text.split(/^```(.*)\n([^]*?)^```$/m)
  const shellLines: string[] = []
  const prose: string[] = []
  for (let at = 0; at < pieces.length; at += 3) {
    prose.push(pieces[at] ?? '')
    const isShell = ['', 'sh', 'console'].includes(pieces[at + 1] ?? 'none')
    if (isShell) shellLines.push(...(pieces[at + 2] ?? '').replaceAll('\\\n', ' ').split('\n'))
  }
  return { shellLines, prose: prose.join('') }
}

/** What stands between single backticks, with the bars that a table asks to be escaped as they are meant. */
export function inlineCode(prose: string): readonly string[] {
  return [...prose.matchAll(/`([^`]+)`/g)].map(([, code = '']) =>
    code.replaceAll('\\|', '|').replaceAll('\n', ' '),
  )
}
