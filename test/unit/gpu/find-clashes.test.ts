import { describe, expect, it } from 'vitest'
import type { GpuClaim } from '../../../src/shared/gpu.ts'
import type { Gpu } from '../../../src/shared/host.ts'
import { findGpuClashes } from '../../../src/main/gpu/find-clashes.ts'
import { gpu, sized, whole } from './readings.ts'

const keeps = (key: string, claim: GpuClaim) => ({ key, claim, canUnload: false })
const yields = (key: string, claim: GpuClaim) => ({ key, claim, canUnload: true })

function clash(claims: Parameters<typeof findGpuClashes>[0], gpus: readonly Gpu[]): string | null {
  const [problem] = findGpuClashes(claims, gpus)
  return problem?.message.replaceAll('\u00a0', ' ') ?? null
}

describe('services that are to run side by side', () => {
  it.each<readonly [string, Parameters<typeof findGpuClashes>[0], readonly Gpu[]]>([
    ['fit together', [keeps('a', sized(12)), keeps('b', sized(12))], [gpu(24)]],
    ['have a GPU each', [keeps('a', whole), keeps('b', whole)], [gpu(24), gpu(24, {}, { index: 1 })]],
    [
      'fit only when the large one does not take the first GPU that it could',
      [keeps('small', sized(10)), keeps('large', sized(40)), keeps('middle', sized(14))],
      [gpu(24), gpu(48, {}, { index: 1 })],
    ],
    ['claim sizes that nobody can compare', [keeps('a', sized(40)), keeps('b', sized(40))], []],
    ['load only when they are used', [yields('a', whole), yields('b', whole)], [gpu(24)]],
    ['may use what others use now', [keeps('a', sized(20))], [gpu(24, { python: 20 })]],
  ])('are no problem when they %s', (_, claims, gpus) => {
    expect(clash(claims, gpus)).toBeNull()
  })

  it('are one when both keep the whole GPU, with what to do', () => {
    const claims = [keeps('ai/sglang', whole), keeps('ai/small', sized(1)), keeps('ai/vllm', whole)]
    expect(findGpuClashes(claims.slice(0, 3), [])).toEqual([
      {
        code: 'GPU_CLASH',
        message:
          'ai/small and ai/vllm can never run side by side: ai/small claims 1\u00a0GiB and ai/vllm claims the whole GPU.',
        hint: 'Name one of them as target, keep a stack out of the start of the lab with `auto_start: false`, or claim less under `gpu` in switchyard.yaml.',
      },
    ])
  })

  it.each<readonly [string, Parameters<typeof findGpuClashes>[0], readonly Gpu[]]>([
    [
      'a and b can never run side by side: a claims 20 GiB and b claims 12 GiB, and GPU 0 (Test GPU) has 24 GiB.',
      [keeps('a', sized(20)), keeps('b', sized(12))],
      [gpu(24)],
    ],
    [
      'a and b can never run side by side: a claims 4 GiB of GPU 0 and b claims GPU 0 as a whole, and GPU 0 (Test GPU) has 24 GiB and GPU 1 (Test GPU) has 24 GiB.',
      [keeps('a', sized(4, 0)), keeps('b', { vramBytes: null, device: 0 })],
      [gpu(24), gpu(24, {}, { index: 1 })],
    ],
    [
      'a and b can never run side by side: a claims the whole GPU and b claims the whole GPU, and GPU 0 (Test GPU) has 24 GiB.',
      [keeps('a', whole), yields('b', whole)],
      [gpu(24)],
    ],
    [
      'a claims 40 GiB, and GPU 0 (Test GPU) has 24 GiB: it can never be started.',
      [keeps('a', sized(40))],
      [gpu(24)],
    ],
    [
      'a and b can never run side by side: a claims the whole GPU and b claims the whole GPU.',
      [yields('a', whole), yields('b', whole)],
      [],
    ],
  ])('are told: %s', (message, claims, gpus) => {
    expect(clash(claims, gpus)).toBe(message)
  })
})
