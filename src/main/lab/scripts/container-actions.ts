import { open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { SwitchyardError, type Problem } from '../../../shared/errors.ts'
import { recipeOfScript } from '../recipe-of-script.ts'
import { parseDurationMs } from '../switchyard-file/duration.ts'
import { openYaml } from '../switchyard-file/parse.ts'
import type { FilePath } from '../switchyard-file/places.ts'
import { readText } from '../switchyard-file/read.ts'
import { schemaProblems } from '../switchyard-file/schema-problems.ts'
import { positiveDuration, words } from '../switchyard-file/schema-values.ts'
import type { FindProgram } from './find-program.ts'
import type { ContainerAction, ContainerActions } from './model.ts'

/** Other programs read these files as well: keys that are not known here are theirs. */
const actionSchema = z.looseObject(
  {
    start_script: words('the path of a program').nullable().optional(),
    stop_script: words('the path of a program').nullable().optional(),
    description: z.string({ error: 'a text' }).nullable().optional(),
    timeout: positiveDuration.nullable().optional(),
  },
  { error: 'a map with `start_script` and `stop_script`' },
)

const fileSchema = z.looseObject(
  {
    containers: z
      .record(z.string(), actionSchema.nullable(), { error: 'a map from container names to their scripts' })
      .nullable()
      .optional(),
  },
  { error: 'a map with `containers:`' },
)

/** Reads files called `container_actions.yaml`. Mistakes are collected and not thrown: who only looks is not concerned. */
export async function readContainerActions(
  paths: readonly string[],
  dir: string,
  findProgram: FindProgram,
): Promise<ContainerActions> {
  const files = await Promise.all(paths.map((path) => readFile(path, dir, findProgram)))
  const actions = new Map<string, ContainerAction>()
  const problems = files.flatMap((file) => file.problems)
  for (const action of files.flatMap((file) => file.actions)) {
    const known = actions.get(action.container)
    if (known) {
      problems.push({
        code: 'LAB_FILE_INVALID',
        message: `The container \`${action.container}\` has scripts in ${known.place.file} already.`,
        place: action.place,
        hint: 'Keep one of them.',
      })
    } else actions.set(action.container, action)
  }
  return { actions: [...actions.values()], problems }
}

async function readFile(path: string, dir: string, findProgram: FindProgram): Promise<ContainerActions> {
  try {
    const { actions, problems } = parseContainerActions(await readText(path), path, dir, findProgram)
    return { actions: await Promise.all(actions.map(readRecipe)), problems }
  } catch (error) {
    if (!(error instanceof SwitchyardError)) throw error
    return { actions: [], problems: error.problems.map(withHint) }
  }
}

/** Looks into the start script for what it does to the host. */
async function readRecipe(action: ContainerAction): Promise<ContainerAction> {
  const file = action.start && action.start.problem === null ? action.start.command[0] : undefined
  if (file === undefined) return action
  const text = await readStart(file).catch(() => '')
  return { ...action, recipe: recipeOfScript(text) }
}

/** A script is a few kilobytes; of a binary nobody needs more than its beginning. */
async function readStart(file: string): Promise<string> {
  await using handle = await open(file)
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(65_536), 0, 65_536, 0)
  return buffer.toString('utf8', 0, bytesRead)
}

/** Pure but for `findProgram`. Throws LAB_FILE_INVALID with every mistake and its place. */
export function parseContainerActions(
  text: string,
  path: string,
  dir: string,
  findProgram: FindProgram,
): ContainerActions {
  const { written, places } = openYaml(text, path)
  const result = fileSchema.safeParse(written, { reportInput: true })
  if (!result.success)
    throw new SwitchyardError('LAB_FILE_INVALID', 'It is not understood.', {
      problems: schemaProblems(result.error.issues, places),
    })
  const actions = Object.entries(result.data.containers ?? {}).map(([container, entry]): ContainerAction => {
    const at: FilePath = ['containers', container]
    const find = (key: 'start_script' | 'stop_script') => {
      const program = entry?.[key]
      if (program === undefined || program === null) return null
      return findProgram({ written: program, from: [dir, dirname(path)], place: places.value([...at, key]) })
    }
    const timeout = entry?.timeout ?? null
    const start = find('start_script')
    return {
      container,
      place: places.key(at),
      start,
      recipe: null,
      stop: find('stop_script'),
      timeoutMs: timeout === null ? null : parseDurationMs(timeout),
      description: entry?.description ?? null,
    }
  })
  return { actions, problems: [] }
}

function withHint(problem: Problem): Problem {
  const hint = 'Correct it, or give the service `scripts` in switchyard.yaml and take this file away.'
  return problem.hint === undefined ? { ...problem, hint } : problem
}
