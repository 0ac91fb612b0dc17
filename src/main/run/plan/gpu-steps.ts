import { errorFromProblems, type Problem } from '../../../shared/errors.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import type { GpuHolder } from '../../../shared/gpu.ts'
import type { Plan, Step, StepOf } from '../../../shared/plan.ts'
import { unloadCommand } from '../../gpu/ask-unload.ts'
import { findGpuClashes, fitTogether } from '../../gpu/find-clashes.ts'
import { judgeClaim } from '../../gpu/judge-claim.ts'
import type { Share } from '../../gpu/model.ts'
import { describeObstacle } from '../../gpu/wait-words.ts'
import { type Claimant, findHolders, listClaimants } from '../facts/gpu-holders.ts'
import type { LabService } from '../facts/lab-model.ts'
import type { PlanFacts } from './plan-start.ts'
import { planStop } from './plan-stop.ts'
import { isOneShotByFiles } from '../facts/service-state.ts'

interface GpuPlanning {
  /** Every service of the plan, also those that stay as they are. */
  readonly services: readonly LabService[]
  readonly steps: readonly Step[]
  /** Services that are really started, by `stack/service`. */
  readonly begun: ReadonlySet<string>
  /** Consent to unload or stop those who are in the way. */
  readonly replaces: boolean
  /** Ids of steps that the plan has already, besides `steps`. */
  readonly planned: ReadonlySet<string>
}

/**
 * A step before each start of a service that claims a GPU. Pure. Throws GPU_CLASH for claims that can never be met, and what is
 * wrong with the scripts of those who would be stopped.
 */
export function addGpuSteps(
  facts: PlanFacts,
  { services, steps, begun, replaces, planned }: GpuPlanning,
): { readonly steps: readonly Step[]; readonly warnings: readonly string[] } {
  const claimants = listClaimants({ services })
  if (claimants.length === 0) return { steps, warnings: [] }
  const [lasting, oneShots] = partition(claimants, (claimant) => !isOneShotByFiles(claimant, services))
  const ahead = oneShots.filter(({ key }) => begun.has(key))
  const problems = findProblems(facts, { steps, lasting, oneShots: ahead })
  if (problems.length > 0) throw errorFromProblems(problems)

  const warnings: string[] = []
  const stops = new Map<string, Step>()
  const known = new Set([...steps.map(({ id }) => id), ...planned])
  const all = steps.flatMap((step): readonly Step[] => {
    const claimant =
      step.kind === 'start' && begun.has(formatServiceRef(step.service))
        ? claimants.find(({ key }) => key === formatServiceRef(step.service))
        : undefined
    if (step.kind !== 'start' || !claimant) return [step]
    const seen = lookAhead(facts, claimant)
    warnings.push(...seen.warnings)
    const own = replaces ? planStops(facts, seen.shares, services) : new Map<string, Plan>()
    const stepsOf = (key: string) => (own.get(key)?.steps ?? []).filter(({ id }) => !known.has(id))
    for (const [key, { warnings: told }] of own) {
      for (const stop of stepsOf(key)) stops.set(stop.id, stop)
      warnings.push(...told.map((warning) => `If ${key} has to be stopped: ${warning}`))
    }
    const first = lasting.includes(claimant)
      ? ahead.filter((other) => !fitTogether(claimsOf([claimant, other]), facts.gpus ?? []))
      : []
    const gpu: StepOf<'gpu'> = {
      kind: 'gpu',
      id: `gpu:${claimant.key}`,
      after: step.after,
      service: step.service,
      claim: claimant.settings.gpu.claim,
      mode: replaces ? 'replace' : 'wait',
      holders: seen.shares.map((share) => describeHolder(facts, share, stepsOf(share.holder.key))),
      first: first.map(({ ref }) => ref),
      limitMs: step.timeoutMs,
      // What to look at while it waits; asking and stopping are told with those who are asked and stopped.
      command: ['switchyard', 'gpu'],
    }
    return [gpu, { ...step, after: [...step.after, gpu.id] }]
  })
  return { steps: [...stops.values(), ...all], warnings: [...new Set(warnings)] }
}

function partition<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))]
}

function claimsOf(claimants: readonly Claimant[]) {
  return claimants.map(({ key, settings }) => ({
    key,
    claim: settings.gpu.claim,
    canUnload: settings.gpu.unload !== null,
  }))
}

function findProblems(
  { gpus = [] }: PlanFacts,
  {
    steps,
    lasting,
    oneShots,
  }: {
    readonly steps: readonly Step[]
    readonly lasting: readonly Claimant[]
    readonly oneShots: readonly Claimant[]
  },
): readonly Problem[] {
  return [
    ...findGpuClashes(claimsOf(lasting), gpus),
    ...oneShots.flatMap((oneShot) => findGpuClashes(claimsOf([oneShot]), gpus)),
    ...oneShots.flatMap((oneShot) => {
      const needed = listEarlier(steps, oneShot.key)
      return lasting
        .filter(({ key, settings }) => needed.has(key) && settings.gpu.unload === null)
        .filter((other) => !fitTogether(claimsOf([oneShot, other]), gpus))
        .map((other) => ({
          code: 'GPU_CLASH',
          message: `${oneShot.key} claims what ${other.key} holds of the GPU, and starts only after it: it would wait for ever.`,
          hint: 'Take the order between them out, or claim less under `gpu` in switchyard.yaml.',
        }))
    }),
  ]
}

/** Services that a start waits for, directly or through others, by `stack/service`. */
function listEarlier(steps: readonly Step[], from: string): ReadonlySet<string> {
  const reached = new Set([from])
  for (const key of reached) {
    const start = steps.find(({ id }) => id === `start:${key}`)
    if (start?.kind === 'start') for (const { on } of start.gates) reached.add(formatServiceRef(on))
  }
  reached.delete(from)
  return reached
}

/** Who is in the way now; they may be gone when its turn comes, and others there. */
function lookAhead(
  { model, snapshot, gpus = [] }: PlanFacts,
  { key, settings }: Claimant,
): { readonly shares: readonly Share[]; readonly warnings: readonly string[] } {
  const holders = findHolders(model, snapshot.containers).filter((holder) => holder.key !== key)
  const verdict = judgeClaim(settings.gpu.claim, holders, gpus)
  if (verdict.kind === 'fits')
    return {
      shares: [],
      warnings: verdict.isGuess
        ? [
            'How much VRAM is left cannot be told here: only claims on a whole GPU are held against each other.',
          ]
        : [],
    }
  if (verdict.kind === 'never') throw errorFromProblems([neverProblem(key, verdict.reason)])
  const isStuck = verdict.strangers.length > 0
  const obstacle = describeObstacle(verdict)
  return {
    shares: verdict.holders,
    warnings: isStuck
      ? [`${key} waits until enough of the GPU is free: ${obstacle}, and nothing of that is stopped for it.`]
      : [],
  }
}

function neverProblem(key: string, reason: string): Problem {
  return {
    code: 'GPU_CLASH',
    message: `${key} ${reason}.`,
    hint: 'Claim what it needs under `gpu` in switchyard.yaml.',
  }
}

/** How each holder would be stopped, by `stack/service`; those that this plan wants up are not. */
function planStops(
  facts: PlanFacts,
  shares: readonly Share[],
  services: readonly LabService[],
): ReadonlyMap<string, Plan> {
  const wanted = new Set(services.map(({ key }) => key))
  return new Map(
    shares
      .filter(({ holder }) => !wanted.has(holder.key))
      .map(({ holder }) => {
        const targets = { stacks: new Set<string>(), services: new Set([holder.key]) }
        return [holder.key, planStop(facts, { targets, includeAlwaysOn: false, remove: false })] as const
      }),
  )
}

function describeHolder({ model }: PlanFacts, share: Share, stops: readonly Step[]): GpuHolder {
  const { holder, heldBytes } = share
  const claimant = listClaimants(model).find(({ key }) => key === holder.key)
  if (!claimant) throw new Error(`the lab has no claim of ${holder.key}`)
  const { unload } = claimant.settings.gpu
  return {
    service: claimant.ref,
    claim: holder.claim,
    heldBytes,
    isAlwaysOn: holder.isAlwaysOn,
    unload: unload === null ? null : [...unloadCommand(unload)],
    stops: stops.map(({ id }) => id),
  }
}
