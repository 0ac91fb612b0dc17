import { inlineCode, partsOf } from './manual.ts'

/** A command line of Switchyard as a page gives it: its words without the name of the program. */
export interface ManualCommand {
  readonly words: readonly string[]
  /** In a sentence a command may be named without what it needs. */
  readonly isInSentence: boolean
}

/** Of the fences, of the sentences, and of columns of commands, where the name of the program may be left out. */
export function manualCommands(text: string): readonly ManualCommand[] {
  const { shellLines, prose } = partsOf(text)
  const inSentences = [...inlineCode(prose), ...commandColumns(prose)]
  return [
    ...shellLines.flatMap(commandsOf).map((words) => ({ words, isInSentence: false })),
    ...inSentences.flatMap(commandsOf).map((words) => ({ words, isInSentence: true })),
  ]
}

/** Each call of the program in a line for a shell. */
function commandsOf(line: string): readonly (readonly string[])[] {
  const command = line.replace(/^\s*\$ /, '').replace(/(^|\s)#.*/, '')
  return command.split(/&&|\|\||[|;>]|\$\(/).flatMap((part) => {
    const words = [...part.matchAll(/"([^"]*)"|'([^']*)'|[^\s)]+/g)].map(
      ([word, double, single]) => double ?? single ?? word,
    )
    const at = words.findIndex((word) => !['sudo', 'npx'].includes(word))
    if (words[at] !== 'switchyard' || words[at + 1] === 'COMMAND') return []
    // `[targets…]` stands for what one would type.
    return [words.slice(at + 1).filter((word) => !/^\[.*\]$/.test(word))]
  })
}

function commandColumns(prose: string): readonly string[] {
  const found: string[] = []
  let column: number | null = null
  for (const line of prose.split('\n')) {
    const cells = line.startsWith('|') ? line.split(/(?<!\\)\|/).map((cell) => cell.trim()) : []
    if (cells.length === 0) column = null
    else if (column === null) column = cells.findIndex((cell) => /terminal|^command$/i.test(cell))
    else found.push(...inlineCode(cells[column] ?? ''))
  }
  return found.filter((code) => !/^(switchyard|npm|npx|-)/.test(code)).map((code) => `switchyard ${code}`)
}
