import { setTimeout as sleep } from 'node:timers/promises'
import { formatServiceRef } from '../../../shared/format.ts'
import type { GpuHolder } from '../../../shared/gpu.ts'
import { askUnload } from '../../gpu/ask-unload.ts'
import type { Verdict } from '../../gpu/model.ts'
import { listClaimants } from '../facts/gpu-holders.ts'
import { type GpuWait, lookEveryMs } from './look-for-gpu.ts'
import { runStepScript } from './run-step-script.ts'

type Waits = Extract<Verdict, { kind: 'waits' }>

/** How long a service that has agreed to unload may take until its memory is really free. */
const unloadPatienceMs = 30_000

/**
 * Makes room as the plan has said: everybody in the way who can be asked is asked to unload, and who still is in the way then is
 * stopped. Whoever came meanwhile is left alone, and waited for. Throws only when the run is cancelled.
 */
export async function replaceHolders(wait: GpuWait, first: Waits): Promise<void> {
  const asked = await askAll(wait, first)
  let verdict = asked ? await untilGivenBack(wait, asked) : first
  for (const holder of wait.step.holders) {
    if (verdict.kind !== 'waits') return
    if (!isInTheWay(verdict, holder)) continue
    if (await stopHolder(wait, holder)) verdict = (await wait.look()).verdict
  }
}

/** Those who have agreed; null when nobody has. */
async function askAll({ execution, step, unloaded }: GpuWait, verdict: Waits): Promise<Set<string> | null> {
  const { emit, model, signal } = execution
  const asked = new Set<string>()
  for (const holder of step.holders.filter((each) => isInTheWay(verdict, each))) {
    const key = formatServiceRef(holder.service)
    const unload = listClaimants(model).find((claimant) => claimant.key === key)?.settings.gpu.unload
    if (!unload) continue
    emit({ type: 'notice', level: 'info', message: `Asking ${key} to give the GPU back.` })
    const fault = await askUnload(unload, {
      signal,
      runProgram: async (command, timeoutMs) => {
        const { stack, service } = holder.service
        const { dir } = model.lab
        const call = { step: step.id, command, dir, timeoutMs, stack, service, hook: null }
        return (await runStepScript(execution, call)).fault
      },
    })
    if (fault === null) {
      asked.add(key)
      unloaded.add(key)
    } else {
      emit({ type: 'notice', level: 'warning', message: `${key} was not unloaded: ${fault}.` })
    }
  }
  return asked.size > 0 ? asked : null
}

/** A service answers when it has understood; its memory is free some time later. */
async function untilGivenBack(wait: GpuWait, asked: ReadonlySet<string>): Promise<Verdict> {
  const { signal, emit } = wait.execution
  const endAtMs = performance.now() + unloadPatienceMs
  for (;;) {
    const { verdict } = await wait.look()
    if (verdict.kind !== 'waits') return verdict
    const busy = verdict.holders.filter(({ holder }) => asked.has(holder.key))
    if (busy.length === 0) return verdict
    if (performance.now() >= endAtMs) {
      const names = busy.map(({ holder }) => holder.key).join(', ')
      emit({ type: 'notice', level: 'warning', message: `${names} still holds the GPU after it was asked.` })
      return verdict
    }
    await sleep(lookEveryMs, undefined, { signal })
  }
}

function isInTheWay({ holders }: Waits, { service }: GpuHolder): boolean {
  return holders.some(({ holder }) => holder.key === formatServiceRef(service))
}

/** False when it is not for this run to stop it. */
async function stopHolder(
  { execution: { emit }, tools }: GpuWait,
  { service, stops, isAlwaysOn }: GpuHolder,
): Promise<boolean> {
  const key = formatServiceRef(service)
  if (stops.length === 0) {
    const why = isAlwaysOn ? 'always-on' : 'wanted up by this run'
    emit({
      type: 'notice',
      level: 'warning',
      message: `${key} is ${why} and is not stopped; the start waits until it gives the GPU back.`,
    })
    return false
  }
  tools.gpuDesk.need(stops)
  await Promise.all(stops.map((id) => tools.endOf(id)))
  return true
}
