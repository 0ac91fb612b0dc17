import { describe, expect, it } from 'vitest'
import type { MetricBeat } from '../../../src/shared/metrics.ts'
import { sampleHost as host } from '../shared/sample-host.ts'
import { runCli } from './support/run-cli.ts'

const gib = 1024 ** 3
const beat = (cpu: number | null, vramBytes: number | null = null): MetricBeat => ({
  atMs: 1000,
  host,
  services: [
    {
      stack: 'data',
      service: 'db',
      cpu: 0.05,
      memoryBytes: 2 * gib,
      memoryLimitBytes: null,
      vramBytes: null,
    },
    { stack: 'ai', service: 'sglang', cpu, memoryBytes: gib, memoryLimitBytes: 1.05 * gib, vramBytes },
  ],
})

describe('switchyard top', () => {
  it('prints it once in a pipe, when all is known, with the most first', async () => {
    const { stdout, exitCode } = await runCli(['top'], { core: { beats: [beat(null), beat(1.5), beat(9)] } })
    expect(exitCode).toBe(0)
    expect(stdout.replaceAll('\u00a0', ' ')).toBe(
      [
        'SERVICE          CPU  MEMORY  OF ITS LIMIT',
        'ai/sglang  1.5 cores   1 GiB  95 % of 1.1 GiB',
        'data/db          5 %   2 GiB',
        'in all     1.6 cores   3 GiB',
        '',
      ].join('\n'),
    )
  })

  it('shows memory on GPUs where a service has some, and orders by it', async () => {
    const { stdout } = await runCli(['top', '--by', 'vram'], { core: { beats: [beat(1.5, 20.6 * gib)] } })
    expect(stdout.replaceAll('\u00a0', ' ')).toBe(
      [
        'SERVICE          CPU  MEMORY  OF ITS LIMIT         VRAM',
        'ai/sglang  1.5 cores   1 GiB  95 % of 1.1 GiB  20.6 GiB',
        'data/db          5 %   2 GiB',
        'in all     1.6 cores   3 GiB                   20.6 GiB',
        '',
      ].join('\n'),
    )
  })

  it('takes another order', async () => {
    const { stdout } = await runCli(['top', '--by', 'memory', '--once'], { core: { beats: [beat(1.5)] } })
    expect(stdout.split('\n').map((text) => text.split(' ')[0])).toEqual([
      'SERVICE',
      'data/db',
      'ai/sglang',
      'in',
      '',
    ])
  })

  it('prints every second as JSON', async () => {
    const { stdout } = await runCli(['top', '--json'], { core: { beats: [beat(null), beat(1)] } })
    expect(
      stdout
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text) as MetricBeat),
    ).toEqual([beat(null), beat(1)])
  })

  it('fits the terminal', async () => {
    const many = Array.from({ length: 30 }, (_, index) => ({
      stack: 's',
      service: `web-${index}`,
      cpu: 0,
      memoryBytes: 0,
      memoryLimitBytes: null,
      vramBytes: null,
    }))
    const { stdout } = await runCli(['top'], {
      core: { beats: [{ atMs: 0, services: many, host }] },
      terminal: { columns: 80, rows: 10 },
    })
    expect(stdout).toContain('+ 24 more')
  })

  it('says when nothing runs', async () => {
    const { stdout } = await runCli(['top'], { core: { beats: [{ atMs: 0, services: [], host }] } })
    expect(stdout).toBe('No service of this lab runs.\n')
  })
})
