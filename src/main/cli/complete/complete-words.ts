import path from 'node:path'
import type { Command, Option } from 'commander'
import { plainEnvironment } from '../../../shared/environment-words.ts'
import type { LabView } from '../../../shared/lab.ts'
import { formatSchedule } from '../../../shared/schedule-words.ts'
import type { Client } from '../client.ts'
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
  // What runs inside of a container is not known here.
  if (expected.name() === 'command') return []
  if (expected.argChoices) return expected.argChoices.map((value) => ({ value, about: '' }))
  // A name that is only now thought of.
  if (expected.name() === 'name') return []
  if (expected.name() === 'schedule') return listSchedules(world, place)
  if (expected.name() === 'volume') return listVolumes(world, place)
  if (expected.name() === 'file') return []
  const actions = expected.name() === 'action' ? planActions : []
  const lab = await describeLab(world, place)
  const environments = listEnvironments(lab)
  if (expected.name() === 'environment' && expected.required) return environments
  if (expected.name() === 'stacks' || expected.name() === 'environment') {
    const stacks = (lab?.stacks ?? []).map(({ name }) => ({ value: name, about: 'stack' }))
    const words = given.length === 0 ? [...environments, ...stacks] : stacks
    return words.filter(({ value }) => !given.includes(value))
  }
  if (expected.name() === 'command') return []
  const targets = listTargets(lab)
  return [...actions, ...targets].filter(({ value }) => !given.includes(value))
}

const planActions: readonly Candidate[] = ['up', 'stop', 'down', 'restart', 'update'].map((value) => ({
  value,
  about: 'action',
}))

function listEnvironments(lab: LabView | null): readonly Candidate[] {
  if (!lab) return []
  const plain = { value: plainEnvironment, about: 'the files as they are' }
  return [...listNames(lab, ({ environments }) => environments, 'environment'), plain]
}

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

async function listSchedules(world: World, place: CompletionPlace): Promise<readonly Candidate[]> {
  const list = await askLab(world, place, (client, dir) => client.schedules.list({ dir }))
  return (list?.schedules ?? []).map((schedule) => ({
    value: schedule.name,
    about: formatSchedule(schedule),
  }))
}

async function listVolumes(world: World, place: CompletionPlace): Promise<readonly Candidate[]> {
  const volumes = await askLab(world, place, (client, dir) => client.storage.volumes({ dir, waitMs: 0 }))
  return (volumes ?? []).map(({ name, stacks }) => ({ value: name, about: stacks.join(', ') }))
}

function describeLab(world: World, place: CompletionPlace): Promise<LabView | null> {
  return askLab(world, place, (client, dir) => client.labs.describe({ dir }))
}

/** Null for what is not answered in time, or not at all. */
async function askLab<Answer>(
  world: World,
  place: CompletionPlace,
  ask: (client: Client, dir: string) => Promise<Answer>,
): Promise<Answer | null> {
  const dir =
    place.lab === undefined ? findLabDir(world.workingDir) : path.resolve(world.workingDir, place.lab)
  try {
    const core = await world.openCore('cli')
    const asked = ask(core.client, dir)
    const patience = new Promise<null>((resolve) => setTimeout(resolve, patienceMs, null).unref())
    const answer = await Promise.race([asked, patience])
    // Not awaited: what takes long to close must not hold up the shell.
    void Promise.resolve(core.dispose()).catch(() => {})
    return answer
  } catch {
    return null
  }
}
