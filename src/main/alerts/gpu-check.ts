import type { Engine } from '../engine/model.ts'

/**
 * Whether a running container may still use its NVIDIA GPU. When systemd takes the devices away, opening any of them is "not
 * permitted", also NVIDIA's control device. Opening that one starts nothing and wakes no GPU, as `nvidia-smi` would. `unknown`:
 * there is no shell or no such device in it, or the engine does not answer.
 */
export async function checkGpu(
  engine: Pick<Engine, 'exec'>,
  containerId: string,
  signal: AbortSignal,
): Promise<'there' | 'lost' | 'unknown'> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(answersWithinMs)])
    const { exitCode, output } = await engine.exec(containerId, ['sh', '-c', openControlDevice], limit)
    if (exitCode === 0) return 'there'
    return /Operation not permitted/.test(output) ? 'lost' : 'unknown'
  } catch {
    return 'unknown'
  }
}

const answersWithinMs = 5000
const openControlDevice = 'export LC_ALL=C; : < /dev/nvidiactl'
