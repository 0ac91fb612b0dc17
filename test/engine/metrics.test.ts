import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { MetricBeat, MetricLine } from '../../src/shared/metrics.ts'
import { openBurningLab } from './support/burning-lab.ts'
import type { LabFixture } from './support/lab-fixture.ts'

const burner = { kind: 'service', stack: 'measured', service: 'burner' } as const
const idle = { kind: 'service', stack: 'measured', service: 'idle' } as const
const stack = { kind: 'stack', stack: 'measured' } as const

describe('what services use', () => {
  let lab: LabFixture
  beforeEach(async () => {
    lab = await openBurningLab('measured')
    await lab.run({ kind: 'start' })
  })
  afterEach(async () => {
    await lab[Symbol.asyncDispose]()
  })

  /** Beats until the burner's processor time is known. */
  async function watchUntilKnown(signal: AbortSignal): Promise<readonly MetricBeat[]> {
    const beats: MetricBeat[] = []
    for await (const beat of await lab.client.metrics.watch({ dir: lab.dir }, { signal })) {
      beats.push(beat)
      const known = beat.services.find(({ service }) => service === 'burner')
      if (beats.length > 3 && typeof known?.cpu === 'number') return beats
    }
    return beats
  }

  /** What nvidia-smi would print of one GPU on which this process has 8 GiB. */
  async function putGpu(pid: string): Promise<void> {
    const dir = await mkdtemp(join(tmpdir(), 'switchyard-smi-'))
    onTestFinished(() => rm(dir, { recursive: true }))
    const script = `#!/bin/sh
case "$1" in
--query-gpu=*) row='0, GPU-a, 58, 9000, 49140, 12, 92.34, 300.00, 34, NVIDIA RTX 6000 Ada' ;;
*) row='GPU-a, ${pid}, 8192, python3' ;;
esac
while echo "$row"; do sleep 1; done
`
    await writeFile(join(dir, 'nvidia-smi'), script)
    await chmod(join(dir, 'nvidia-smi'), 0o755)
    vi.stubEnv('PATH', `${dir}:${process.env['PATH'] ?? ''}`)
    onTestFinished(() => void vi.unstubAllEnvs())
  }

  async function ask(lines: readonly MetricLine[], points = 100) {
    const toMs = Date.now() + 1000
    return lab.client.metrics.query({
      dir: lab.dir,
      lines: [...lines],
      fromMs: toMs - 60_000,
      toMs,
      points,
    })
  }

  it('comes each second while somebody looks, and stays to be asked for', async () => {
    const beats = await watchUntilKnown(AbortSignal.timeout(20_000))
    const times = beats.map(({ atMs }) => atMs)
    expect(times.map((atMs) => atMs % 1000)).toEqual(times.map(() => 0))
    expect(new Set(times).size).toBe(times.length)
    const last = beats.at(-1)?.services.find(({ service }) => service === 'burner')
    // On a machine that others hold it gets less than it may have.
    expect(last?.cpu).toBeGreaterThan(0.05)
    expect(last?.cpu).toBeLessThan(0.4)
    expect(last?.memoryLimitBytes).toBe(64 * 1024 * 1024)

    const answer = await ask([
      { subject: burner, metric: 'cpu' },
      { subject: idle, metric: 'cpu' },
      { subject: stack, metric: 'cpu' },
      { subject: { kind: 'host' }, metric: 'memory' },
      { subject: { kind: 'switchyard' }, metric: 'cpu' },
      { subject: burner, metric: 'temperature' },
    ])
    expect(answer.notice).toBeNull()
    // Of the one that is not measured, nothing is sent.
    expect(new Set(answer.lines.map(({ mean }) => mean.length)).size).toBe(2)
    const latest = answer.lines.map(({ mean }) => mean.findLast((value) => value !== null) ?? null)
    const [ofBurner, ofIdle, ofStack, hostBytes, ofOurselves, none] = latest
    expect(ofStack).toBeCloseTo((ofBurner ?? 0) + (ofIdle ?? 0), 3)
    expect(hostBytes).toBeGreaterThan(64 * 1024 * 1024)
    expect(ofOurselves).toBeGreaterThan(0)
    expect(none).toBeNull()
  })

  it('is also memory on a GPU, by whose process has it there', async () => {
    const pid = await lab.docker(['inspect', '--format', '{{.State.Pid}}', 'measured-idle-1'])
    await putGpu(pid.trim())
    const signal = AbortSignal.timeout(20_000)
    const bytes = 8192 * 1024 * 1024
    for await (const { services, host } of await lab.client.metrics.watch({ dir: lab.dir }, { signal })) {
      const known = services.find(({ service }) => service === 'idle')?.vramBytes
      if (typeof known !== 'number') continue
      expect(known).toBe(bytes)
      expect([host.gpus, host.vramUsedBytes]).toEqual([1, 9000 * 1024 * 1024])
      expect(services.find(({ service }) => service === 'burner')?.vramBytes).toBeNull()
      break
    }
    const gpu = { vendor: 'nvidia', index: 0 }
    const { lines } = await ask([
      { subject: idle, metric: 'vram' },
      { subject: { ...idle, kind: 'gpu-share', ...gpu }, metric: 'vram' },
      { subject: { kind: 'gpu', ...gpu }, metric: 'temperature' },
      { subject: burner, metric: 'vram' },
    ])
    const latest = lines.map(({ mean }) => mean.findLast((value) => value !== null) ?? null)
    expect(latest).toEqual([bytes, bytes, 58, null])
  })

  it('is not measured while nobody looks', async () => {
    await watchUntilKnown(AbortSignal.timeout(20_000))
    const seconds = async () => {
      const { lines } = await ask([{ subject: burner, metric: 'memory' }])
      return lines[0]?.mean ?? []
    }
    // One bucket is a second here; the latest ones stay empty.
    const isEmpty = { timeout: 10_000 }
    await vi.waitFor(
      async () => expect((await seconds()).slice(-4)).toEqual([null, null, null, null]),
      isEmpty,
    )
    expect((await seconds()).some((value) => value !== null)).toBe(true)
  })
})
