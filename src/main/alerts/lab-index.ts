import type { AlertKind } from '../../shared/alert-words.ts'
import type { HealSettings } from '../lab/model.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import { isOneShotByFiles } from '../run/facts/service-state.ts'

/** Where a container belongs, and what the lab's files say of its alerts. */
export interface ServicePlace {
  /** Folder of the lab. */
  readonly dir: string
  readonly lab: string
  readonly stack: string
  readonly service: string
  readonly isAlwaysOn: boolean
  /** Whether the files say that it runs to its end. */
  readonly isOneShot: boolean
  /** Null: it is not restarted by itself. */
  readonly heal: HealSettings | null
  readonly silent: 'all' | readonly AlertKind[]
}

/** The services of the labs that the operator has used, by the names that Compose puts on containers. */
export interface LabIndex {
  /** Reads the labs anew when that was a while ago. Null for what is of no lab. */
  find(project: string, service: string): Promise<ServicePlace | null>
  /** What was read last. */
  peek(project: string, service: string): ServicePlace | null
  /** Compose projects of all labs. */
  projects(): Promise<readonly string[]>
}

export interface LabIndexOptions {
  readonly listLabs: () => readonly { readonly dir: string }[]
  /** The lab as its files describe it now. */
  readonly loadLab: (dir: string) => Promise<LabModel>
  /** Milliseconds of a clock that only goes forward. */
  readonly clock?: () => number
}

const readEveryMs = 60_000

export function createLabIndex({
  listLabs,
  loadLab,
  clock = () => performance.now(),
}: LabIndexOptions): LabIndex {
  const models = new Map<string, LabModel>()
  let places = new Map<string, ServicePlace>()
  let readAtMs = -Infinity
  let reading: Promise<void> | null = null

  async function readAll(): Promise<void> {
    const dirs = listLabs().map(({ dir }) => dir)
    for (const dir of dirs) {
      try {
        models.set(dir, await loadLab(dir))
      } catch {
        // With a mistake in its files it stays the lab that it was.
      }
    }
    for (const dir of models.keys()) if (!dirs.includes(dir)) models.delete(dir)
    // A project of two labs belongs to the one that was used last.
    const inOrder = dirs.toReversed().flatMap((dir) => models.get(dir) ?? [])
    places = new Map(inOrder.flatMap(placesOf))
    readAtMs = clock()
  }

  async function refresh(): Promise<void> {
    if (clock() - readAtMs < readEveryMs) return
    reading ??= readAll().finally(() => (reading = null))
    await reading
  }

  return {
    async find(project, service) {
      await refresh()
      return places.get(nameOf(project, service)) ?? null
    },
    peek: (project, service) => places.get(nameOf(project, service)) ?? null,
    async projects() {
      await refresh()
      return [...new Set([...places.keys()].map((key) => key.slice(0, key.indexOf('/'))))]
    },
  }
}

/** No project name has a slash in it. */
function nameOf(project: string, service: string): string {
  return `${project}/${service}`
}

function placesOf({ lab, services }: LabModel): readonly (readonly [string, ServicePlace])[] {
  return services.flatMap((each) => {
    const { ref, stack, settings } = each
    const place: ServicePlace = {
      dir: lab.dir,
      lab: lab.name,
      stack: ref.stack,
      service: ref.service,
      isAlwaysOn: stack.alwaysOn,
      isOneShot: isOneShotByFiles(each, services),
      heal: settings.heal ?? null,
      silent: settings.silent ?? [],
    }
    const others = stack.environments.flatMap(({ project }) => project ?? [])
    return [stack.project.name, ...others].map((project) => [nameOf(project, ref.service), place] as const)
  })
}
