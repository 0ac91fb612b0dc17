import { formatBytes, formatList, formatServiceRef } from './format.ts'
import type { GpuClaim, GpuClaimant, GpuHolder, GpuUnloaded } from './gpu.ts'
import type { Plan, StepOf } from './plan.ts'
import type { ServiceRef } from './lab.ts'

/** `12 GiB`, `the whole GPU`, `40 GiB of GPU 1`, `GPU 1 as a whole`. */
export function describeClaim({ vramBytes, device }: GpuClaim): string {
  if (vramBytes === null) return device === null ? 'the whole GPU' : `GPU ${device} as a whole`
  return `${formatBytes(vramBytes)}${device === null ? '' : ` of GPU ${device}`}`
}

/** What a `gpu` step does, for a list of steps: `wait for the GPU for ai/comfyui (12 GiB)`. */
export function describeGpuStep({ service, claim, mode }: StepOf<'gpu'>): string {
  const verb = mode === 'wait' ? 'wait for' : 'free'
  return `${verb} the GPU for ${formatServiceRef(service)}: ${describeClaim(claim)}`
}

/** What is behind a `gpu` step, one sentence each: who goes first, who is in the way, and what is done with them. */
export function describeGpuWay({ mode, holders, first }: Pick<StepOf<'gpu'>, 'mode' | 'holders' | 'first'>) {
  const earlier = first.length === 0 ? [] : [`after ${formatList(first.map(formatServiceRef))} has used it`]
  const inTheWay = holders.map(({ service, heldBytes, unload, stops, isAlwaysOn }) => {
    const held = `${formatServiceRef(service)} holds ${heldBytes === null ? 'the whole GPU' : formatBytes(heldBytes)}`
    if (mode === 'wait') return `${held}: waits until it gives that back`
    const stop = stops.length > 0 ? 'is stopped' : isAlwaysOn ? 'is waited for (always-on)' : 'is waited for'
    return unload === null ? `${held}: ${stop}` : `${held}: is asked to unload, otherwise ${stop}`
  })
  return [...earlier, ...inTheWay]
}

/** What replacing a holder would do with it, as a sentence. */
export function describeReplacement({ service, unload, isAlwaysOn }: GpuHolder): string {
  const name = formatServiceRef(service)
  const asked = unload === null ? null : `${name} would be asked to unload its models`
  if (isAlwaysOn) return `${asked ?? `${name} would be waited for`}; it is always-on and never stopped.`
  return asked === null ? `${name} would be stopped.` : `${asked}, and stopped when that is not enough.`
}

/** Who holds what the starts of a plan need, and could be replaced; each one once. */
export function listGpuHolders(plan: Pick<Plan, 'steps'>): readonly GpuHolder[] {
  const holders = plan.steps.flatMap((step) => (step.kind === 'gpu' ? step.holders : []))
  return [...new Map(holders.map((holder) => [formatServiceRef(holder.service), holder])).values()]
}

/** How a service stands to its claim: `holds it`, `idle`, `not running`. */
export const claimWords: Readonly<Record<GpuClaimant['state'], string>> = {
  holds: 'holds it',
  idle: 'idle',
  down: 'not running',
}

/** What became of asking a service to unload, as a sentence. */
export function describeUnloaded(service: ServiceRef, { beforeBytes, afterBytes }: GpuUnloaded): string {
  const name = formatServiceRef(service)
  if (beforeBytes === null || afterBytes === null)
    return `${name} has taken the request; nobody tells how much VRAM it has.`
  if (beforeBytes === 0 && afterBytes === 0) return `${name} had no VRAM to give back.`
  const now = afterBytes === 0 ? 'has no VRAM any more' : `has ${formatBytes(afterBytes)} of VRAM left`
  return afterBytes < beforeBytes
    ? `${name} ${now}; it had ${formatBytes(beforeBytes)}.`
    : `${name} has taken the request, but still has ${formatBytes(afterBytes)} of VRAM.`
}
