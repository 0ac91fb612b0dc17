import { setTimeout as sleep } from 'node:timers/promises'
import { formatBytes, formatServiceRef } from '../../../shared/format.ts'
import { SwitchyardError } from '../../../shared/errors.ts'
import type { StepOf } from '../../../shared/plan.ts'
import type { HeldLease } from '../../host/control-model.ts'
import type { Execution } from './execution.ts'
import { beginStep, type StepEnd } from './step-tools.ts'

/** How long a run waits for swap to be emptied; the helper goes on with it by itself. */
const restorePatienceMs = 60_000

/** The host as one service holds it, from before its start until it is given back. */
export interface HostHold {
  /** Null when the start may go on; otherwise why not. */
  readonly refusal: string | null
  /** Gives the host back; with a recipe that holds for a time, when that is over, unless `isCutShort`. Resolves with the end. */
  release(isCutShort: boolean): Promise<StepEnd>
}

/**
 * Prepares the host as the recipe says. What goes wrong is told as a notice, and stops the start only where the recipe says
 * so. Throws only when the run is cancelled; then nothing is held.
 */
export async function holdHost(execution: Execution, step: StepOf<'lease'>): Promise<HostHold> {
  const { host, runId, emit, signal, plan } = execution
  const { recipe, service } = step
  const key = formatServiceRef(service)
  const finish = beginStep(execution, step.id)
  const spare = await enoughMemory(execution, step)
  if (spare !== null) {
    finish('skipped', spare)
    emit({ type: 'notice', level: 'info', message: `The host is not prepared for ${key}: ${spare}.` })
    return nothingHeld
  }
  const lease = host.takeLease({
    id: leaseId(runId, plan.steps.indexOf(step)),
    recipe,
    run: runId,
    label: key,
    onChange: (change) => emit({ type: 'host-changed', service, ...change }),
  })
  try {
    await orCancelled(lease, signal)
    finish('succeeded')
  } catch (error) {
    if (signal.aborted) {
      await lease.release()
      finish('cancelled')
      throw error
    }
    const reason = error instanceof SwitchyardError ? withHint(error) : String(error)
    finish('failed', reason)
    if (recipe.onFailure === 'abort')
      return { ...nothingHeld, refusal: `the host could not be prepared: ${reason}` }
    const message = `The host could not be prepared for ${key}, which is started all the same: ${reason}`
    emit({ type: 'notice', level: 'warning', message })
    return nothingHeld
  }
  const heldAtMs = performance.now()
  let isGivingBack = false
  void lease.ended.then(() => {
    if (!isGivingBack)
      emit({ type: 'notice', level: 'warning', message: `The host was given back before ${key} was ready.` })
  })
  return {
    refusal: null,
    async release(isCutShort) {
      if (recipe.until !== 'ready' && !isCutShort) {
        const leftMs = Math.max(0, recipe.until.forMs - (performance.now() - heldAtMs))
        await Promise.race([sleep(leftMs, undefined, { signal }).catch(() => undefined), lease.ended])
      }
      isGivingBack = true
      return giveBack(execution, lease, key)
    },
  }
}

export const nothingHeld: HostHold = { refusal: null, release: () => Promise.resolve('skipped') }

async function giveBack({ emit }: Execution, lease: HeldLease, key: string): Promise<StepEnd> {
  const patience = new AbortController()
  const outcome = await Promise.race([
    lease.release(),
    sleep(restorePatienceMs, 'pending' as const, { signal: patience.signal }).catch(() => 'pending' as const),
  ])
  patience.abort()
  if (outcome === 'pending') {
    const message = `The swap for ${key} cannot be taken off yet; the host helper goes on until it is off. See: switchyard host leases.`
    emit({ type: 'notice', level: 'warning', message })
  }
  return 'succeeded'
}

async function orCancelled(lease: HeldLease, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const cancelled = Promise.withResolvers<never>()
  const onAbort = () => cancelled.reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    await Promise.race([lease.held, cancelled.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** Why nothing needs to be done, in words; null when something does. */
async function enoughMemory({ host }: Execution, { recipe }: StepOf<'lease'>): Promise<string | null> {
  if (recipe.whenAvailableBelowMib === null) return null
  const availableBytes = await host.availableBytes()
  const neededBytes = recipe.whenAvailableBelowMib * 1024 * 1024
  if (availableBytes < neededBytes) return null
  return `${formatBytes(availableBytes)} of memory are available, and ${formatBytes(neededBytes)} are enough`
}

/** The helper takes small letters, digits and `-`, at most 40. */
function leaseId(runId: string, index: number): string {
  return `${runId.slice(0, 30).toLowerCase()}-${index}`
}

function withHint({ message, hint }: SwitchyardError): string {
  return hint === undefined ? message : `${message} ${hint}`
}
