import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { KernelDirs, LabContainer } from '../model.ts'
import { openAmd } from './amd.ts'
import { describeGpus, type GpuReadings } from './describe-gpus.ts'
import { appFields, explainSmi, gpuFields, parseSmiApps, parseSmiGpu, type SmiGpu } from './parse-smi.ts'
import { smiEnvironment } from './smi-environment.ts'

export interface GpuLookOptions extends Partial<KernelDirs> {
  /** PATH on which `nvidia-smi` is looked for. */
  readonly path: string | undefined
}

/** Looks at all GPUs and who uses their memory, now. */
export type GpuLook = (containers: readonly LabContainer[]) => Promise<GpuReadings>

const run = promisify(execFile)
/** Waking a GPU takes some seconds. */
const answerTimeoutMs = 10_000

/**
 * The GPUs at this very moment. The readings of the host are some seconds old, and a process that has just ended is among them; a
 * start that waits for memory must not. Asking costs NVIDIA's tool a tenth of a second, and wakes GPUs that sleep.
 */
export function createGpuLook({ procDir = '/proc', sysDir = '/sys', path }: GpuLookOptions): GpuLook {
  const env = { ...smiEnvironment(), PATH: path }

  async function ask(query: string): Promise<{ readonly said: string; readonly isMissing: boolean }> {
    try {
      const { stdout } = await run('nvidia-smi', [query, '--format=csv,noheader,nounits'], {
        env,
        timeout: answerTimeoutMs,
      })
      return { said: stdout, isMissing: false }
    } catch (error) {
      const { code, stdout, stderr } = error as {
        readonly code?: unknown
        readonly stdout?: string
        readonly stderr?: string
      }
      return { said: `${stdout ?? ''}${stderr ?? ''}`, isMissing: code === 'ENOENT' }
    }
  }

  return async (containers) => {
    const [gpus, apps] = await Promise.all([
      ask(`--query-gpu=${gpuFields.join(',')}`),
      ask(`--query-compute-apps=${appFields.join(',')}`),
    ])
    const nvidias = gpus.said.split('\n').flatMap((line): readonly SmiGpu[] => {
      const gpu = parseSmiGpu(line)
      return gpu ? [gpu] : []
    })
    const problem = gpus.isMissing || nvidias.length > 0 ? null : explainSmi(gpus.said)
    return describeGpus({
      procDir,
      nvidias,
      apps: parseSmiApps(apps.said),
      amds: openAmd({ procDir, sysDir }).read(performance.now()),
      problem,
      containers,
    })
  }
}
