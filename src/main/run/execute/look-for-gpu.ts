import { formatServiceRef } from '../../../shared/format.ts'
import type { StepOf } from '../../../shared/plan.ts'
import { judgeClaim } from '../../gpu/judge-claim.ts'
import type { Verdict } from '../../gpu/model.ts'
import type { Execution } from './execution.ts'
import type { GpuDesk } from './gpu-desk.ts'
import { findHolders, listClaimants, namedContainers } from '../facts/gpu-holders.ts'
import type { StepTools } from './step-tools.ts'

/** What was seen of the GPUs, and what it means for a claim. */
export interface GpuSight {
  readonly verdict: Verdict
  readonly hasSeveral: boolean
}

export interface GpuWait {
  readonly execution: Execution
  readonly step: StepOf<'gpu'>
  readonly tools: StepTools
  /** Services that have agreed to unload, by `stack/service`. */
  readonly unloaded: Set<string>
  /** Looks anew; what fits is taken at once. */
  look(): Promise<GpuSight>
}

/** Between two looks: a container that ends is heard of at once only by those who hold a stream for it. */
export const lookEveryMs = 1000

/** Whether the claim fits now; then it is granted at once, so that nobody else of this run is. */
export async function lookAndTake(
  { engine, hub, model, signal, lookAtGpus }: Execution,
  { service, claim }: StepOf<'gpu'>,
  desk: GpuDesk,
  unloaded: ReadonlySet<string>,
): Promise<GpuSight> {
  signal.throwIfAborted()
  const key = formatServiceRef(service)
  const projects = new Set(listClaimants(model).map(({ stack }) => stack.project.name))
  const containers = await hub.persist(() => engine.listContainers([...projects]), signal)
  const { gpus } = engine.isLocal ? await lookAtGpus(namedContainers(model, containers)) : { gpus: [] }
  signal.throwIfAborted()
  const holders = findHolders(model, containers, desk.granted)
    .filter((holder) => holder.key !== key)
    .map((holder) => ({ ...holder, hasUnloaded: unloaded.has(holder.key) }))
  const verdict = judgeClaim(claim, holders, gpus)
  if (verdict.kind === 'fits') desk.grant(key)
  return { verdict, hasSeveral: gpus.length > 1 }
}
