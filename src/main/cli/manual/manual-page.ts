import type { Command } from 'commander'
import { readHelp, type CommandHelp, type HelpTerm } from './read-help.ts'
import { roffArgument, roffText } from './roff.ts'

export interface ManualFacts {
  readonly version: string
  /** The day that stands below each page, like `2026-03-01`. */
  readonly date: string
}

/** The whole manual as a page of section 1, from what the commands say of themselves: roff with the macros of man(7). Pure. */
export function manualPage(program: Command, { version, date }: ManualFacts): string {
  const { help, commands } = readHelp(program)
  const name = program.name()
  return [
    // A date with escaped dashes is none to mandoc.
    `.TH ${name.toUpperCase()} 1 ${date} "${name} ${version}" "User Commands"`,
    ...section('NAME', [roffText(`${name} - ${withoutDot(help.description)}`)]),
    ...section('SYNOPSIS', [`.B ${roffArgument(name)}`, roffText(help.usage.slice(name.length + 1))]),
    ...section('DESCRIPTION', [roffText(help.description), ...blocks(help.after)]),
    ...section('OPTIONS', ['Every command takes these, before or after its name.', ...terms(help.options)]),
    ...section('COMMANDS', commands.flatMap(subsection)),
    ...section('EXIT STATUS', terms(exitStatus)),
    ...section('ENVIRONMENT', terms(variables)),
    ...section('FILES', terms(files)),
    ...section('SEE ALSO', ['.BR docker (1),', '.BR systemctl (1),', '.BR polkit (8)']),
    '',
  ].join('\n')
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return [`.SH ${roffArgument(title)}`, ...lines]
}

function subsection({ usage, description, args, options, after }: CommandHelp): readonly string[] {
  return [
    `.SS ${roffArgument(usage)}`,
    roffText(description),
    ...terms([...args, ...options]),
    ...blocks(after),
  ]
}

function terms(list: readonly HelpTerm[]): readonly string[] {
  return list.flatMap(({ term, about }) => ['.TP', `.B ${roffArgument(term)}`, roffText(about)])
}

/** Paragraphs; what is indented stays as it is, line by line. */
function blocks(text: string): readonly string[] {
  const parts = text.split(/\n{2,}/).filter((part) => part !== '')
  return parts.flatMap((part) =>
    /^ /m.test(part) ? ['.PP', '.EX', roffText(part), '.EE'] : ['.PP', roffText(part)],
  )
}

function withoutDot(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '')
}

const exitStatus: readonly HelpTerm[] = [
  { term: '0', about: 'Done.' },
  { term: '1', about: 'It failed, or something is wrong with the lab.' },
  { term: '2', about: 'Wrong use, or a wrong file.' },
  { term: '130', about: 'Cancelled.' },
]

const variables: readonly HelpTerm[] = [
  {
    term: 'DOCKER_HOST, DOCKER_CONTEXT, DOCKER_CONFIG',
    about: 'Which engine, as for docker itself.',
  },
  { term: 'SWITCHYARD_HOST', about: 'With the value off, nothing of the machine itself is changed.' },
  { term: 'SWITCHYARD_TOKEN', about: 'The token of the page, instead of a file with it.' },
  {
    term: 'XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_CACHE_HOME',
    about: 'Where the folders below are instead of in the home folder.',
  },
]

const files: readonly HelpTerm[] = [
  { term: 'switchyard.yaml', about: 'What a lab says beyond its Compose files; it lies in its folder.' },
  { term: '~/.config/switchyard', about: 'Settings and tokens.' },
  { term: '~/.local/state/switchyard', about: 'Runs, what was recorded of services, alerts and schedules.' },
  { term: '~/.cache/switchyard', about: 'What can be made again.' },
  { term: '/etc/switchyard/host.json', about: 'Where the helper of the host may put swap files.' },
  { term: '/var/log/switchyard/host.log', about: 'What that helper has done, and who asked.' },
]
