import { readGpuState } from '../run/facts/gpu-state.ts'
import { unloadByHand } from '../run/execute/unload-by-hand.ts'
import { implementer } from './implementer.ts'
import { modelOf, type Rooms } from './rooms.ts'

/** Who claims which part of a GPU, and asking one of them to give it back. */
export function gpuProcedures(rooms: Rooms) {
  const procedures = implementer.gpu
  return {
    state: procedures.state.handler(async ({ input }) =>
      readGpuState(await modelOf(rooms, input), rooms, input),
    ),
    unload: procedures.unload.handler(async ({ input, signal }) =>
      unloadByHand(await modelOf(rooms, input), input.service, {
        ...rooms,
        signal: signal ?? new AbortController().signal,
      }),
    ),
  }
}
