import { z } from 'zod'
import type { ImageState, Outdated, ServiceImage } from '../../shared/updates.ts'
import type { Engine } from '../engine/model.ts'
import type { LabModel, LabService } from '../run/facts/lab-model.ts'
import type { ImageStore } from '../store/image-store.ts'
import { askRegistries, type RemoteAnswer } from './ask-registries.ts'
import { digestOf, judgeHere, judgeRemote } from './judge-image.ts'
import { readLabImages, type LabImages, type ServiceContainers } from './read-images.ts'

export interface CheckOptions {
  readonly engine: Engine
  readonly variables: NodeJS.ProcessEnv
  readonly store: ImageStore
  /** Answers that are not older than that, in milliseconds, are good enough; `Infinity` asks nobody. */
  readonly maxAgeMs: number
  /** Which services are asked about. */
  readonly isMeant: (service: LabService) => boolean
  readonly signal?: AbortSignal
}

export interface Check extends Outdated {
  readonly read: LabImages
}

/** What is newer for the services of a lab. Nothing is pulled and nothing is changed, but the answers are kept. */
export async function checkImages(model: LabModel, options: CheckOptions): Promise<Check> {
  const read = await readLabImages(model, options.engine)
  const meant = read.services.filter(({ service }) => options.isMeant(service))
  const judged = meant.map((each) => ({ each, here: judgeHere(each.local, read.images) }))
  const open = judged.flatMap(({ each, here }) => (here === null ? [each.local.reference] : []))
  const { answers, checkedAtMs, elapsedMs } = await answerAll([...new Set(open)], options)
  const services = judged.map(({ each, here }) => {
    const answer = answers.get(each.local.reference)
    const state = here ?? (answer ? judgeRemote(each.local, read.images, answer) : notAsked)
    return describeImage(each, state, read)
  })
  return {
    read,
    services,
    checkedAt: checkedAtMs === null ? null : new Date(checkedAtMs).toISOString(),
    elapsedMs,
  }
}

const notAsked: ImageState = { kind: 'unknown', reason: 'No registry was asked yet.' }

const answerSchema = z.union([z.object({ digest: z.string() }), z.object({ reason: z.string() })])

async function answerAll(references: readonly string[], options: CheckOptions) {
  const { store, maxAgeMs } = options
  const sinceMs = Date.now() - maxAgeMs
  const kept = [...store.readAnswers(references)].flatMap(([reference, { answer, atMs }]) => {
    const parsed = answerSchema.safeParse(answer)
    // Why a registry did not answer is worth showing, but not worth relying on.
    const isGood = parsed.success && (maxAgeMs === Infinity || 'digest' in parsed.data)
    return isGood && atMs >= sinceMs ? [[reference, { answer: parsed.data, atMs }] as const] : []
  })
  const known = new Map<string, { readonly answer: RemoteAnswer; readonly atMs: number }>(kept)
  const missing = references.filter((reference) => !known.has(reference))
  const beganAtMs = performance.now()
  if (missing.length > 0 && maxAgeMs !== Infinity) {
    const fresh = await askRegistries(missing, options)
    const atMs = Date.now()
    store.keepAnswers(fresh, atMs)
    for (const [reference, answer] of fresh) known.set(reference, { answer, atMs })
  }
  const times = [...known.values()].map(({ atMs }) => atMs)
  return {
    answers: new Map([...known].map(([reference, { answer }]) => [reference, answer])),
    checkedAtMs: times.length === 0 ? null : Math.min(...times),
    elapsedMs: missing.length > 0 && maxAgeMs !== Infinity ? Math.round(performance.now() - beganAtMs) : null,
  }
}

function describeImage(
  { service, local, containers }: ServiceContainers,
  state: ImageState,
  { images }: LabImages,
): ServiceImage {
  const { runs } = local
  return {
    service: service.ref,
    alwaysOn: service.stack.alwaysOn,
    isRunning: containers.some((container) => container.state === 'running'),
    reference: service.service.image,
    runs: runs?.reference ?? null,
    imageId: runs?.imageId ?? null,
    digest: runs ? digestOf(runs.imageId, runs.reference, images) : null,
    state,
  }
}
