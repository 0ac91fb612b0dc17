import path from 'node:path'
import type { Command, Option } from 'commander'
import type { LabView } from '../../../shared/lab.ts'
import { findLabDir } from '../find-lab-dir.ts'
import { cleanText } from '../render/line.ts'
import type { World } from '../world.ts'
import { splitWords, type CompletionPlace } from './split-words.ts'

export interface Candidate {
  readonly value: string
  readonly about: string
}

/** What the shell calls when it should offer folders itself. */
const foldersMark = ':folders'

/** How long a shell may wait for the names of a lab. */
const patienceMs = 3000

/** What could stand at the cursor. Never throws and never prints: a shell in the middle of a line has no use for errors. */
export async function completeWords(
  program: Command,
  world: World,
  words: readonly string[],
): Promise<readonly Candidate[]> {
  const place = splitWords(program, words)
  const candidates = await listCandidates(program, world, place)
  const fitting = candidates.filter(({ value }) => value.startsWith(place.current) || value === foldersMark)
  return fitting.map(({ value, about }) => ({ value: cleanText(value), about: cleanText(about) }))
}

async function listCandidates(
  program: Command,
  world: World,
  place: CompletionPlace,
): Promise<readonly Candidate[]> {
  if (place.option) return listOptionValues(world, place, place.option)
  if (place.current.startsWith('-')) return listOptions(program, place.command)
  if (place.command.commands.length > 0) return listCommands(place.command)
  return listArguments(world, place)
}

async function listOptionValues(
  world: World,
  place: CompletionPlace,
  option: Option,
): Promise<readonly Candidate[]> {
  const name = option.long
  if (name === '--lab' || name === '--into') return [{ value: foldersMark, about: '' }]
  if (option.argChoices) return option.argChoices.map((value) => ({ value, about: '' }))
  if (name !== '--profile' && name !== '--env') return []
  const lab = await describeLab(world, place)
  return name === '--profile'
    ? listNames(lab, ({ profiles }) => profiles, 'profile')
    : listNames(lab, ({ environments }) => environments, 'environment')
}

function listOptions(program: Command, command: Command): readonly Candidate[] {
  const options = [...command.options, ...(command === program ? [] : program.options)]
  return options.flatMap(({ long, description }) => (long ? [{ value: long, about: description }] : []))
}

function listCommands(program: Command): readonly Candidate[] {
  const visible = program.createHelp().visibleCommands(program)
  return visible.map((command) => ({
    value: command.name(),
    about: command.summary() || command.description(),
  }))
}

async function listArguments(world: World, place: CompletionPlace): Promise<readonly Candidate[]> {
  const { command, given } = place
  const expected = command.registeredArguments[given.length] ?? command.registeredArguments.at(-1)
  if (!expected || (given.length >= command.registeredArguments.length && !expected.variadic)) return []
  if (expected.argChoices) return expected.argChoices.map((value) => ({ value, about: '' }))
  if (expected.name() === 'file') return []
  const actions = expected.name() === 'action' ? planActions : []
  const targets = listTargets(await describeLab(world, place))
  return [...actions, ...targets].filter(({ value }) => !given.includes(value))
}

const planActions: readonly Candidate[] = ['up', 'stop', 'down', 'restart'].map((value) => ({
  value,
  about: 'action',
}))

function listTargets(lab: LabView | null): readonly Candidate[] {
  return (lab?.stacks ?? []).flatMap((stack) => [
    { value: stack.name, about: stack.alwaysOn ? 'always-on stack' : 'stack' },
    ...stack.services.map((service) => ({ value: `${stack.name}/${service}`, about: 'service' })),
  ])
}

function listNames(
  lab: LabView | null,
  names: (stack: LabView['stacks'][number]) => readonly string[],
  about: string,
): readonly Candidate[] {
  return [...new Set((lab?.stacks ?? []).flatMap(names))].map((value) => ({ value, about }))
}

async function describeLab(world: World, place: CompletionPlace): Promise<LabView | null> {
  const dir =
    place.lab === undefined ? findLabDir(world.workingDir) : path.resolve(world.workingDir, place.lab)
  try {
    const core = await world.openCore('cli')
    const description = core.client.labs.describe({ dir })
    const patience = new Promise<null>((resolve) => setTimeout(resolve, patienceMs, null).unref())
    const lab = await Promise.race([description, patience])
    // Not awaited: what takes long to close must not hold up the shell.
    void Promise.resolve(core.dispose()).catch(() => {})
    return lab
  } catch {
    return null
  }
}
