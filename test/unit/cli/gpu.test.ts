import { describe, expect, it } from 'vitest'
import type { GpuClaimant, GpuState } from '../../../src/shared/gpu.ts'
import { renderGpuState } from '../../../src/main/cli/render/gpu.ts'
import { plainStyle } from '../../../src/main/cli/render/style.ts'
import { gib, gpu, sized, whole } from '../gpu/readings.ts'
import { runCli } from './support/run-cli.ts'
import { textOf } from './support/text.ts'

const claimant = (service: string, changes: Partial<GpuClaimant> = {}): GpuClaimant => ({
  service: { stack: 'ai', service },
  claim: whole,
  state: 'down',
  device: null,
  measuredBytes: null,
  canUnload: false,
  isAlwaysOn: false,
  ...changes,
})

const state: GpuState = {
  gpus: [gpu(24, { python: 14 })],
  note: null,
  claims: [
    claimant('comfyui', {
      claim: sized(12),
      state: 'holds',
      device: 0,
      measuredBytes: 14 * gib,
      canUnload: true,
    }),
    claimant('sglang'),
  ],
}

describe('switchyard gpu', () => {
  it('shows what is claimed beside what is used', () => {
    const text = textOf(renderGpuState(state, plainStyle)).replaceAll('\u00a0', ' ')
    expect(text.split('\n').map((each) => each.trimEnd())).toEqual([
      '0: Test GPU, 14 GiB of 24 GiB',
      '   python (process 100): 14 GiB',
      '',
      '    SERVICE     CLAIMS         USES    STATE',
      '✓   ai/comfyui  12 GiB         14 GiB  holds it, on GPU 0, can unload',
      '□   ai/sglang   the whole GPU          not running',
    ])
  })

  it('prints the same as JSON', async () => {
    const { stdout, exitCode } = await runCli(['gpu', '--json'], { core: { gpu: { state } } })
    expect([exitCode, JSON.parse(stdout)]).toEqual([0, state])
  })

  it('unloads the service that is named, and says what became of it', async () => {
    const core = { gpu: { state, unloaded: { beforeBytes: 14 * gib, afterBytes: gib / 2 } } }
    const { stdout, asked } = await runCli(['gpu', 'unload', 'comfyui', '--lab', '/lab'], { core })
    expect(stdout.replaceAll('\u00a0', ' ')).toBe('ai/comfyui has 512 MiB of VRAM left; it had 14 GiB.\n')
    expect(asked.at(-1)).toEqual({
      operation: 'gpu.unload',
      input: {
        dir: '/lab',
        environment: null,
        profiles: [],
        service: { stack: 'ai', service: 'comfyui' },
      },
    })
  })

  it('says who claims a GPU when another one is named', async () => {
    const { stderr, exitCode } = await runCli(['gpu', 'unload', 'web'], { core: { gpu: { state } } })
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('No service web claims a GPU. Name one of ai/comfyui and ai/sglang.'),
    ])
  })

  it('explains itself', async () => {
    const { stdout } = await runCli(['gpu', '--help'])
    expect(stdout).toContain('unload <service>')
  })
})

it('asks for a replacement only with consent', async () => {
  const plan = {
    kind: 'start' as const,
    lab: { name: 'lab', dir: '/lab' },
    environment: null,
    waves: [],
    steps: [],
    unchanged: [],
    spared: [],
    warnings: [],
    expectedMs: null,
  }
  const inputOf = async (...words: readonly string[]) =>
    (await runCli([...words, '--dry-run', '--lab', '/lab'], { core: { plan } })).asked[0]?.input
  expect(await inputOf('up', 'ai', '--replace-gpu')).toMatchObject({ replacesGpu: true })
  expect(await inputOf('up', 'ai')).not.toHaveProperty('replacesGpu')
})
