import { SwitchyardError } from '../../shared/errors.ts'
import { formatServiceRef } from '../../shared/format.ts'
import type { ServiceRef } from '../../shared/lab.ts'
import type { Plan } from '../../shared/plan.ts'
import type { ImageUse, Outdated, UpdateOptions, UpstreamDiff } from '../../shared/updates.ts'
import type { Compose } from '../compose/compose.ts'
import type { Engine } from '../engine/model.ts'
import { containersForTargets } from '../run/plan/containers-for-targets.ts'
import { type LabModel, matchOwnContainers } from '../run/facts/lab-model.ts'
import type { UpdateKnowledge } from '../run/plan/plan-update.ts'
import { isTargeted, isWholeLab, parseTargets, type Targets } from '../run/plan/select-targets.ts'
import type { ImageStore } from '../store/image-store.ts'
import { type Check, checkImages } from './check-images.ts'
import { describeUses, findWayBack } from './image-history.ts'
import { digestOf } from './judge-image.ts'
import { type LabImages, readLabImages } from './read-images.ts'
import { compareUpstream } from './upstream/compare-upstream.ts'

export interface UpdatesOptions {
  readonly engine: Engine
  readonly compose: Compose
  readonly variables: NodeJS.ProcessEnv
  readonly store: ImageStore
}

/** Images of services: what is newer, what ran when, and what an update has to know. */
export interface Updates {
  /** Without `asks`, what was answered last, however old. Throws NAME_UNKNOWN. */
  check(
    model: LabModel,
    options: { readonly targets: readonly string[]; readonly asks: boolean; readonly signal?: AbortSignal },
  ): Promise<Outdated>
  /** What an update is planned from. Throws NAME_UNKNOWN, and why a service cannot go back to an image. */
  collect(
    model: LabModel,
    request: { readonly targets: readonly string[]; readonly update?: UpdateOptions | undefined },
  ): Promise<UpdateKnowledge>
  history(model: LabModel, service: ServiceRef): Promise<readonly ImageUse[]>
  /** Keeps which images the containers have that a run has made. */
  noteRun(runId: string, plan: Plan, model: LabModel): Promise<void>
  upstream(model: LabModel, stack: string | null): Promise<readonly UpstreamDiff[]>
}

export function createUpdates({ engine, compose, variables, store }: UpdatesOptions): Updates {
  async function check(
    model: LabModel,
    targets: readonly string[],
    maxAgeMs: number,
    signal?: AbortSignal,
  ): Promise<Check> {
    const chosen = await findTargets(model, targets)
    const found = await checkImages(model, {
      engine,
      variables,
      store,
      maxAgeMs,
      isMeant: (service) => isWholeLab(chosen) || isTargeted(chosen, service),
      ...(signal ? { signal } : {}),
    })
    noteUses(model, found.read)
    return found
  }

  /** Also what was started by other means is known from now on. */
  function noteUses(model: LabModel, { services, images }: LabImages): void {
    for (const { service, local, containers } of services) {
      const { runs } = local
      const made = containers.find(({ imageId }) => imageId === runs?.imageId)
      if (!runs || !made) continue
      store.noteUse(model.lab.dir, service.key, {
        ...runs,
        digest: digestOf(runs.imageId, runs.reference, images),
        sinceMs: Date.parse(made.createdAt),
        runId: null,
      })
    }
  }

  return {
    async check(model, { targets, asks, signal }) {
      const { services, checkedAt, elapsedMs } = await check(model, targets, asks ? 0 : Infinity, signal)
      return { services, checkedAt, elapsedMs }
    },
    async collect(model, { targets, update }) {
      const to = update?.to ?? null
      // Going back asks no registry.
      const { services, read } = await check(model, targets, to === null ? 0 : Infinity)
      const states = new Map(services.map(({ service, state }) => [formatServiceRef(service), state]))
      const facts = new Map(
        read.services.map(({ service, local }) => {
          const state = states.get(service.key) ?? { kind: 'absent' as const }
          return [service.key, { image: local.reference, runs: local.runs, state }] as const
        }),
      )
      return { facts, goBackTo: to === null ? null : await wayBack(model, targets, to, read) }
    },
    async history(model, ref) {
      const key = formatServiceRef(ref)
      const read = await readLabImages(model, engine)
      noteUses(model, read)
      const current = read.services.find(({ service }) => service.key === key)?.local.runs?.imageId ?? null
      return describeUses(store.listUses(model.lab.dir, key), current, read.images)
    },
    async noteRun(runId, plan, model) {
      const made = new Set(
        plan.steps.flatMap((step) => {
          if (step.kind === 'replace') return [formatServiceRef(step.service)]
          return step.kind === 'create' ? step.services.map(formatServiceRef) : []
        }),
      )
      const meant = model.services.filter(({ key }) => made.has(key))
      if (meant.length === 0) return
      const projects = [...new Set(meant.map(({ stack }) => stack.project.name))]
      const [images, containers] = await Promise.all([engine.listImages(), engine.listContainers(projects)])
      const owned = matchOwnContainers(model.services, containers)
      for (const { key, stack, service } of meant) {
        const imageId = owned.get(key)?.[0]?.imageId
        if (imageId === undefined) continue
        const reference = service.image ?? `${stack.project.name}-${service.name}`
        const digest = digestOf(imageId, reference, images)
        store.noteUse(model.lab.dir, key, { reference, imageId, digest, sinceMs: Date.now(), runId })
      }
    },
    upstream: (model, stack) => compareUpstream(model, stack, compose),
  }

  async function findTargets(model: LabModel, targets: readonly string[]): Promise<Targets> {
    return parseTargets(model, targets, await containersForTargets(model, targets, engine))
  }

  async function wayBack(
    model: LabModel,
    targets: readonly string[],
    to: string,
    read: LabImages,
  ): Promise<string> {
    const [key, ...others] = (await findTargets(model, targets)).services
    const own = read.services.find(({ service }) => service.key === key)
    if (key === undefined || others.length > 0 || targets.length !== 1 || !own) {
      throw new SwitchyardError('USAGE', 'Only one service at a time goes back to an image.', {
        hint: 'Name it: switchyard update STACK/SERVICE --to ID.',
      })
    }
    const { local } = own
    if (!local.runs) {
      throw new SwitchyardError('SERVICE_NOT_RUNNING', `${key} has no container.`, {
        hint: `Start it first: switchyard up ${key}.`,
      })
    }
    const uses = store.listUses(model.lab.dir, key)
    return findWayBack(key, to, { reference: local.reference, uses, images: read.images })
  }
}
