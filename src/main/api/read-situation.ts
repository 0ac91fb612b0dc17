import { homedir } from 'node:os'
import { SwitchyardError } from '../../shared/errors.ts'
import { step } from '../../shared/next-steps.ts'
import type { Situation } from '../../shared/situation.ts'
import { checkComposeVersion, composeSteps } from '../compose/check-version.ts'
import { askVersion } from '../engine/ask-version.ts'
import { NoEngineError } from '../engine/no-engine-error.ts'
import { readOrigin } from '../engine/parse-container.ts'
import { describeSituation } from '../situation/describe-situation.ts'
import { findOtherLab } from '../situation/find-other-lab.ts'
import { findPlaces } from '../situation/find-places.ts'
import type { Hindrance, SituationFacts } from '../situation/model.ts'
import { findSampleLab } from './find-sample-lab.ts'
import { readLabStatus } from './read-lab-status.ts'
import { modelOf, projectNames, type Rooms } from './rooms.ts'

/** The one image of the sample lab. It is made on this machine, and in no registry. */
const sampleImage = 'switchyard/fixture:1'

/** Looks at all that a first start needs, and says what to do next. */
export async function readSituation(
  rooms: Rooms,
  { dir, isNamed }: { readonly dir: string | null; readonly isNamed: boolean },
): Promise<Situation> {
  const [engine, compose] = await Promise.all([lookAtEngine(rooms), lookAtCompose(rooms)])
  const nothing = { lab: null, problem: null, places: [], runningOfOthers: 0, sampleLab: null }
  const base: SituationFacts = { engine, compose, dir, isNamed, ...nothing }
  if (engine || compose) return describeSituation(base)
  const origins = (await rooms.engine.listEveryContainer()).flatMap((container) => {
    const origin = readOrigin(container)
    return origin ? [{ ...origin, isRunning: container.state === 'running' }] : []
  })
  const found = dir === null ? {} : await lookAtLab(rooms, dir, origins)
  if (found.lab || found.problem) return describeSituation({ ...base, ...found })
  const [places, sampleLab] = await Promise.all([
    findPlaces({
      used: rooms.history.listLabs().map((lab) => lab.dir),
      running: origins.filter(({ isRunning }) => isRunning),
      homeDir: rooms.variables['HOME'] ?? homedir(),
      dir,
    }),
    findStartableSample(rooms),
  ])
  return describeSituation({ ...base, ...places, sampleLab })
}

async function lookAtEngine({ engine }: Pick<Rooms, 'engine'>): Promise<Hindrance | null> {
  try {
    await askVersion(engine)
    return null
  } catch (error) {
    if (error instanceof NoEngineError) return error.explanation
    return hindrance('engine-trouble', error)
  }
}

async function lookAtCompose({ compose }: Pick<Rooms, 'compose'>): Promise<Hindrance | null> {
  try {
    checkComposeVersion(await compose.version())
    return null
  } catch (error) {
    const isOld = error instanceof SwitchyardError && error.code === 'COMPOSE_TOO_OLD'
    return { ...hindrance(isOld ? 'old-compose' : 'no-compose', error), steps: composeSteps }
  }
}

/** Only what the rooms throw on purpose; its hint is the one step. */
function hindrance(kind: Hindrance['kind'], error: unknown): Hindrance {
  if (!(error instanceof SwitchyardError)) throw error
  const { message, hint } = error
  return { kind, message, steps: hint === undefined ? [] : [step(hint.replace(/\.$/, ''))] }
}

/** The lab in a folder, or why it cannot be read; neither where there is no Compose file. */
async function lookAtLab(
  rooms: Rooms,
  dir: string,
  origins: Parameters<typeof findOtherLab>[0],
): Promise<Partial<Pick<SituationFacts, 'lab' | 'problem'>>> {
  try {
    const model = await modelOf(rooms, { dir, environment: null, profiles: [] })
    const { stacks } = model.lab
    if (stacks.length === 0) return {}
    return {
      lab: {
        status: await readLabStatus(rooms, model),
        notStarted: new Set(stacks.filter(({ autoStart }) => !autoStart).map(({ name }) => name)),
        other: findOtherLab(origins, {
          dir,
          projects: projectNames(model),
          files: stacks.flatMap(({ project }) => project.files),
        }),
      },
    }
  } catch (error) {
    if (!(error instanceof SwitchyardError)) throw error
    const [problem] = error.problems
    return error.code === 'LAB_NOT_FOUND' || !problem ? {} : { problem }
  }
}

async function findStartableSample({ engine }: Pick<Rooms, 'engine'>): Promise<string | null> {
  const dir = findSampleLab(import.meta.dirname)
  return dir !== null && (await engine.describeImage(sampleImage)) ? dir : null
}
