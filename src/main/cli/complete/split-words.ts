import type { Command, Option } from 'commander'

/** Where the cursor is in a command line. */
export interface CompletionPlace {
  /** The program itself as long as no command was named. */
  readonly command: Command
  /** Arguments of the command before the cursor. */
  readonly given: readonly string[]
  /** The option whose value stands at the cursor. */
  readonly option: Option | undefined
  /** The word at the cursor, as far as it was typed. */
  readonly current: string
  /** The value of `--lab`, when it was given. */
  readonly lab: string | undefined
}

/** Reads the words up to the cursor; the last one is the word at the cursor, empty after a space. */
export function splitWords(program: Command, words: readonly string[]): CompletionPlace {
  const parts = words.flatMap(splitAtEquals)
  let command = program
  let lab: string | undefined
  let option: Option | undefined
  const given: string[] = []
  for (const word of parts.slice(0, -1)) {
    if (option) {
      if (option.long === '--lab') lab = word
      option = undefined
    } else if (word.startsWith('-')) {
      option = findValueOption(program, command, word)
    } else if (command.commands.length > 0) {
      command = command.commands.find((known) => known.name() === word) ?? command
    } else given.push(word)
  }
  return { command, given, option, current: parts.at(-1) ?? '', lab }
}

/** Bash gives `--env=dev` as three words, other shells as one; here it is two. */
function splitAtEquals(word: string, index: number, words: readonly string[]): string[] {
  if (word === '=') return index === words.length - 1 ? [''] : []
  const [, name, value] = /^(--[^=]+)=(.*)$/.exec(word) ?? []
  return name === undefined || value === undefined ? [word] : [name, value]
}

function findValueOption(program: Command, command: Command, word: string): Option | undefined {
  const option = [...command.options, ...program.options].find(
    ({ long, short }) => word === long || word === short,
  )
  return option?.required || option?.optional ? option : undefined
}
