import { setTimeout as sleep } from 'node:timers/promises'
import { SwitchyardError } from '../../../shared/errors.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import type { GpuUnloaded } from '../../../shared/gpu.ts'
import type { ServiceRef } from '../../../shared/lab.ts'
import { askUnload } from '../../gpu/ask-unload.ts'
import { faultOfEnd } from '../../script/begin-program.ts'
import { runScript } from '../../script/run-script.ts'
import { listClaimants } from '../facts/gpu-holders.ts'
import { type GpuReaders, readGpuState } from '../facts/gpu-state.ts'
import type { LabModel } from '../facts/lab-model.ts'

/** Memory is given back some time after a service has agreed. */
const patienceMs = 10_000
const lookEveryMs = 500

/**
 * Asks a service to give its memory back, without a run, and looks what became of it. Throws NAME_UNKNOWN, SERVICE_NOT_RUNNING, USAGE
 * for one that cannot be asked, and GPU_NOT_UNLOADED.
 */
export async function unloadByHand(
  model: LabModel,
  ref: ServiceRef,
  {
    variables,
    signal,
    ...readers
  }: GpuReaders & { readonly variables: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<GpuUnloaded> {
  const key = formatServiceRef(ref)
  if (!model.services.some((service) => service.key === key))
    throw new SwitchyardError('NAME_UNKNOWN', `The lab ${model.lab.name} has no service ${key}.`)
  const unload = listClaimants(model).find((claimant) => claimant.key === key)?.settings.gpu.unload
  if (!unload)
    throw new SwitchyardError('USAGE', `Nothing says how ${key} is asked to give the GPU back.`, {
      hint: `Say it under \`gpu: { ${ref.service}: { unload: … } }\` of the stack ${ref.stack} in switchyard.yaml.`,
    })
  const look = async () =>
    (await readGpuState(model, readers)).claims.find(({ service }) => formatServiceRef(service) === key)
  const before = await look()
  if (!before || before.state === 'down')
    throw new SwitchyardError('SERVICE_NOT_RUNNING', `${key} is not running, so there is nothing to unload.`)
  const fault = await askUnload(unload, {
    signal,
    runProgram: async (command, timeoutMs) => {
      const call = { command, dir: model.lab.dir, variables, timeoutMs, signal, onLines: () => undefined }
      return faultOfEnd(await runScript(call), timeoutMs)
    },
  })
  if (fault !== null)
    throw new SwitchyardError('GPU_NOT_UNLOADED', `${key} was not unloaded: ${fault}.`, {
      hint: 'See its log, and `unload` of it in switchyard.yaml.',
    })
  const beforeBytes = before.measuredBytes
  const endAtMs = performance.now() + patienceMs
  for (;;) {
    const after = await look()
    const afterBytes = after?.measuredBytes ?? null
    const isDone = !after || after.state !== 'holds' || afterBytes === null || beforeBytes === null
    if (isDone || performance.now() >= endAtMs) return { beforeBytes, afterBytes }
    await sleep(lookEveryMs, undefined, { signal })
  }
}
