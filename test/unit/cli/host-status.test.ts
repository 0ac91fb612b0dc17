import { expect, it } from 'vitest'
import { renderHostStatus } from '../../../src/main/cli/render/host-status.ts'
import { formatLine } from '../../../src/main/cli/render/line.ts'
import { plainStyle } from '../../../src/main/cli/render/style.ts'
import type { HostReadings, HostState } from '../../../src/shared/host.ts'

const gib = 1024 ** 3
const calm = { some: { avg10: 0, avg60: 0, avg300: 0 }, full: null }

const quiet: HostReadings = {
  at: '2026-11-21T08:44:19.000Z',
  name: 'atlas',
  processor: 'AMD Ryzen 9 7950X, 32 threads',
  system: 'Ubuntu 24.04',
  kernel: '6.8.0',
  bootedAt: '2026-11-09T04:44:19.000Z',
  cpu: { percent: 9.2, threads: [9.2], load: [1.2, 0.9, 0.8] },
  memory: {
    totalBytes: 128 * gib,
    availableBytes: 100 * gib,
    freeBytes: 60 * gib,
    cacheBytes: 40 * gib,
    stacks: [],
    otherBytes: 28 * gib,
  },
  swap: { totalBytes: 0, usedBytes: 0, devices: [] },
  pressure: { cpu: calm, memory: calm, io: calm },
  disks: [],
  networks: [],
  temperatures: [],
  gpus: [],
  gpuNote: 'No GPU was found.',
}
const helper: HostState['helper'] = { way: 'pkexec', isCurrent: true, problem: null, swapPlaces: [] }
const nobody: HostState = { helper, guards: [], leases: [] }
const nowMs = Date.parse(quiet.at)

function render(readings: HostReadings, state: HostState): string {
  return renderHostStatus({ readings, state }, plainStyle, nowMs)
    .map((spans) => formatLine(spans, plainStyle).replaceAll('\u00a0', ' '))
    .join('\n')
}

it('is short where there is little to say', () => {
  expect(render(quiet, nobody))
    .toBe(`atlas  AMD Ryzen 9 7950X, 32 threads, Ubuntu 24.04, kernel 6.8.0, up 12d 4h

Memory    28 GiB of 128 GiB used, 40 GiB page cache, 60 GiB free
          host and others 28 GiB
Swap      off
CPU       9 % busy, load 1.20 0.90 0.80
Pressure  cpu 0.0 %, memory 0.0 %, disk 0.0 % of the last 10 s waited
Guards    none: only the kernel itself ends processes here
GPU       No GPU was found.
Disks     none can be seen from here
Leases    Nobody holds anything of the host.
Helper    installed, asked through pkexec`)
})

it('tells all of a machine that loads a model', () => {
  const readings: HostReadings = {
    ...quiet,
    memory: {
      ...quiet.memory,
      stacks: [
        { stack: 'ai', bytes: 20 * gib, swapBytes: 0, limitBytes: null },
        { stack: 'data', bytes: 2 * gib, swapBytes: 0, limitBytes: 8 * gib },
      ],
      otherBytes: 6 * gib,
    },
    swap: {
      totalBytes: 16 * gib,
      usedBytes: 2 * gib,
      devices: [
        {
          path: '/var/lib/switchyard/swap/a.swap',
          kind: 'file',
          totalBytes: 16 * gib,
          usedBytes: 2 * gib,
          priority: -2,
          isOurs: true,
        },
      ],
    },
    pressure: { cpu: calm, memory: calm, io: { ...calm, some: { ...calm.some, avg10: 19.7 } } },
    disks: [
      {
        mount: '/srv/models',
        device: 'nvme1n1p1',
        model: 'WD SN850X',
        kind: 'ext4',
        totalBytes: 1863 * gib,
        usedBytes: 1604 * gib,
        freeBytes: 259 * gib,
        readRate: 521_000_000,
        writeRate: 0,
      },
    ],
    temperatures: [{ name: 'Processor', celsius: 61.3, criticalC: null }],
    gpus: [
      {
        index: 0,
        vendor: 'nvidia',
        name: 'NVIDIA H200',
        loadPercent: 12,
        memoryUsedBytes: 20 * gib,
        memoryTotalBytes: 48 * gib,
        temperatureC: 58,
        powerW: 92.3,
        powerLimitW: 300,
        fanPercent: null,
        isAsleep: false,
        users: [
          {
            pid: 7,
            process: 'python3',
            containerId: 'c',
            stack: 'ai',
            service: 'sglang',
            memoryBytes: 19 * gib,
          },
        ],
      },
    ],
    gpuNote: 'GPU0000:CB:00.0 does not answer any more (Unknown Error).',
  }
  const state: HostState = {
    helper: {
      ...helper,
      way: 'none',
      problem: 'The host helper is not installed: run `switchyard host install`.',
    },
    guards: [
      {
        name: 'earlyoom',
        state: 'paused',
        threshold: 'ends processes below 10 % memory and 10 % swap',
        kills: [
          {
            at: '2026-11-21T08:00:00.000Z',
            process: 'python3',
            message: 'SIGTERM to process 12: badness 900',
          },
        ],
      },
    ],
    leases: [],
  }
  expect(render(readings, state))
    .toBe(`atlas  AMD Ryzen 9 7950X, 32 threads, Ubuntu 24.04, kernel 6.8.0, up 12d 4h

Memory    28 GiB of 128 GiB used, 40 GiB page cache, 60 GiB free
          ai 20 GiB, data 2 GiB of 8 GiB, host and others 6 GiB
Swap      2 GiB of 16 GiB used
          file /var/lib/switchyard/swap/a.swap: 2 GiB of 16 GiB, put on by Switchyard
CPU       9 % busy, load 1.20 0.90 0.80
Pressure  cpu 0.0 %, memory 0.0 %, ! disk 19.7 % of the last 10 s waited
Guards    !  earlyoom paused, ends processes below 10 % memory and 10 % swap
             ended python3 at 2026-11-21T08:00:00.000Z: SIGTERM to process 12: badness 900
GPU       0: NVIDIA H200, 20 GiB of 48 GiB, 12 % busy, 58 °C, 92 of 300 W
             ai/sglang (process 7): 19 GiB
          ! GPU0000:CB:00.0 does not answer any more (Unknown Error).
Disks     ! /srv/models  1.6 TiB of 1.8 TiB, 86 %  nvme1n1p1, WD SN850X
Heat      Processor 61 °C
Leases    Nobody holds anything of the host.
Helper    !  The host helper is not installed: run \`switchyard host install\`.`)
})
