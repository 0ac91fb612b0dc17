import type { Place } from '../../../shared/errors.ts'
import type { ReadFile } from '../../compose/model.ts'

/** A place of a Compose file that mentions a variable. */
export interface Reference {
  readonly name: string
  readonly place: Place
  /** Null: none. Empty, when the default is nothing. */
  readonly default: string | null
  /** Whether an empty value counts as none: `:-` and `:?`. */
  readonly refusesEmpty: boolean
  /** `${X?…}` and `${X:?…}`: Compose refuses the file without it. `${X:+…}` asks for nothing. */
  readonly need: 'demanded' | 'expected' | 'optional'
}

/** Every `$X` and `${X…}` of Compose files, also in defaults of others; not those in comments, and no `$$`. */
export function findReferences(files: readonly ReadFile[]): readonly Reference[] {
  return files.flatMap(({ file, text }) =>
    text.split('\n').flatMap((line, index) =>
      [...line.matchAll(mention)]
        .filter(({ index: at }) => !isComment(line, at))
        .map(({ 1: bare, 2: braced, 3: operator = '', 4: word = '', index: at }): Reference => ({
          name: bare ?? braced ?? '',
          place: { file, line: index + 1, column: at + 1 },
          default: operator.endsWith('-') ? word : null,
          refusesEmpty: operator.startsWith(':'),
          need: needs[operator.at(-1) ?? ''] ?? 'expected',
        })),
    ),
  )
}

const mention = /(?<!\$)(?:\$\$)*\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-+?])([^{}]*))?)/g
const needs: Readonly<Record<string, Reference['need']>> = {
  '?': 'demanded',
  '-': 'optional',
  '+': 'optional',
}

function isComment(line: string, at: number): boolean {
  return /^\s*#|\s#/.test(line.slice(0, at))
}
