import { chmodSync, readFileSync } from 'node:fs'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { openGpus } from '../../../../src/main/host/readings/gpu/gpus.ts'
import { explainSmi, parseSmiApps, parseSmiGpu } from '../../../../src/main/host/readings/gpu/parse-smi.ts'
import { makeTree } from './support/tree.ts'

const mib = 1024 * 1024
/** The program has to be started first, on a machine that may be busy. */
const soon = { timeout: 10_000 }
// Recorded with drivers 610.57 and 590.48; the numbers of the cards are masked.
const superRow =
  '0, GPU-00000000-0000-0000-0000-00000000000a, 38, 815, 8192, 8, 98.14, 250.00, 38, NVIDIA GeForce RTX 2080 SUPER'
const bigRow =
  '1, GPU-00000000-0000-0000-0000-00000000000b, 34, 32339, 143771, 100, 696.04, 700.00, [N/A], NVIDIA H200'
const apps = `GPU-00000000-0000-0000-0000-00000000000a, 28512, 370, ffmpeg
GPU-00000000-0000-0000-0000-00000000000b, 10291, 2566, /root/tools/memhog
GPU-00000000-0000-0000-0000-00000000000b, 10309, 28234, ./gpu_burn`

const superGpu = {
  index: 0,
  vendor: 'nvidia',
  name: 'NVIDIA GeForce RTX 2080 SUPER',
  loadPercent: 8,
  memoryUsedBytes: 815 * mib,
  memoryTotalBytes: 8192 * mib,
  temperatureC: 38,
  powerW: 98.14,
  powerLimitW: 250,
  fanPercent: 38,
  isAsleep: false,
}

/** A program that prints what nvidia-smi printed, and notes how it was called. Output is quoted for the shell. */
function makeSmi(tree: ReturnType<typeof makeTree>, query: string, ask = print(apps)): string {
  const file = tree.write(
    'nvidia-smi',
    `#!/bin/sh
echo "$*" >> '${tree.dir}/calls'
case "$1" in
--query-gpu=*) ${query} ;;
--query-compute-apps=*) ${ask} ;;
esac
`,
  )
  chmodSync(file, 0o755)
  return file
}

function print(...lines: readonly string[]): string {
  return `echo '${lines.join('\n').replaceAll("'", "'\\''")}'`
}

function callsOf(tree: ReturnType<typeof makeTree>, option: string): readonly string[] {
  return readFileSync(`${tree.dir}/calls`, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(option))
}

function open(tree: ReturnType<typeof makeTree>, nvidiaSmi: string) {
  let nowMs = 0
  const { procDir, sysDir } = tree
  const gpus = openGpus({ procDir, sysDir, nvidiaSmi, clock: () => nowMs })
  onTestFinished(() => gpus.close())
  return {
    read: (of: Parameters<typeof gpus.read>[0]) => gpus.read(of),
    passMs: (ms: number) => void (nowMs += ms),
  }
}

const goesOn = (...rows: readonly string[]) => `while :; do ${print(...rows)}; sleep 0.05; done`

describe('NVIDIA GPUs', () => {
  it('are read from one process that goes on, with who uses them', async () => {
    const id = 'a'.repeat(64)
    const tree = makeTree({
      'proc/10309/cgroup': `0::/system.slice/docker-${id}.scope\n`,
      'proc/10291/cgroup': '0::/user.slice/user-0.slice/session-1.scope\n',
    })
    const { read } = open(tree, makeSmi(tree, goesOn(superRow, bigRow)))
    const containers = [{ id, pid: 10300, stack: 'ai', service: 'sglang' }]
    await vi.waitUntil(() => read(containers).gpus.some(({ users }) => users.length > 0), soon)
    const nobody = { containerId: null, stack: null, service: null }
    expect(read(containers)).toEqual({
      gpus: [
        { ...superGpu, users: [{ pid: 28512, process: 'ffmpeg', ...nobody, memoryBytes: 370 * mib }] },
        {
          index: 1,
          vendor: 'nvidia',
          name: 'NVIDIA H200',
          loadPercent: 100,
          memoryUsedBytes: 32339 * mib,
          memoryTotalBytes: 143771 * mib,
          temperatureC: 34,
          powerW: 696.04,
          powerLimitW: 700,
          fanPercent: null,
          isAsleep: false,
          users: [
            {
              pid: 10309,
              process: 'gpu_burn',
              containerId: id,
              stack: 'ai',
              service: 'sglang',
              memoryBytes: 28234 * mib,
            },
            { pid: 10291, process: 'memhog', ...nobody, memoryBytes: 2566 * mib },
          ],
        },
      ],
      gpuNote: null,
    })
    expect(callsOf(tree, '--query-gpu')).toEqual([
      '--query-gpu=index,uuid,temperature.gpu,memory.used,memory.total,utilization.gpu,power.draw,power.limit,fan.speed,name --format=csv,noheader,nounits -l 2',
    ])
  })

  it('that fall off the bus are said to, and asked for again', async () => {
    const tree = makeTree()
    const lost = 'Unable to determine the device handle for GPU0000:CB:00.0: Unknown Error'
    const { read, passMs } = open(
      tree,
      makeSmi(tree, `${print(superRow)}; sleep 0.2; ${print(lost)}; exit 15`),
    )
    await vi.waitUntil(() => read([]).gpus.length === 1, soon)
    await vi.waitUntil(() => read([]).gpuNote !== null, soon)
    expect(read([])).toEqual({
      gpus: [],
      gpuNote: 'GPU0000:CB:00.0 does not answer any more (Unknown Error).',
    })
    expect(callsOf(tree, '--query-gpu')).toHaveLength(1)
    passMs(5000)
    read([])
    await vi.waitUntil(() => callsOf(tree, '--query-gpu').length === 2, soon)
  })

  it('of which one is not told any more are the others', async () => {
    const tree = makeTree()
    const first = `${print(superRow, bigRow)}; sleep 0.2`
    const { read, passMs } = open(tree, makeSmi(tree, `${first}; ${goesOn(superRow)}`))
    await vi.waitUntil(() => read([]).gpus.length === 2, soon)
    passMs(6001)
    await vi.waitUntil(() => read([]).gpus.length === 1, soon)
    expect(read([]).gpus.map(({ name }) => name)).toEqual(['NVIDIA GeForce RTX 2080 SUPER'])
  })

  it.each([
    ['there is no such program', null, /^No GPU was found/],
    ['there is no device', "echo 'No devices were found'; exit 6", /^No GPU was found/],
    [
      'no driver runs',
      `${print("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.")}; exit 9`,
      /^nvidia-smi is installed, but no NVIDIA driver runs\.$/,
    ],
    [
      'the driver was updated',
      "echo 'Failed to initialize NVML: Driver/library version mismatch'; echo 'NVML library version: 550.127'; exit 18",
      /restart the machine/,
    ],
  ])('are calmly none when %s', async (_, script, note) => {
    const tree = makeTree()
    const { read } = open(tree, script === null ? '/nowhere/nvidia-smi' : makeSmi(tree, script))
    await vi.waitUntil(() => note.test(read([]).gpuNote ?? ''), soon)
    expect(read([]).gpus).toEqual([])
  })

  it('are not woken', () => {
    const device = 'sys/bus/pci/drivers/nvidia/0000:01:00.0'
    const tree = makeTree({
      [`${device}/power_state`]: 'D3cold\n',
      [`${device}/power/runtime_status`]: 'suspended\n',
    })
    const { read } = open(tree, makeSmi(tree, goesOn(superRow), 'true'))
    const { gpus, gpuNote } = read([])
    expect([gpus.map(({ name, isAsleep }) => [name, isAsleep]), gpuNote]).toEqual([
      [['NVIDIA GPU', true]],
      null,
    ])
    expect(() => callsOf(tree, '')).toThrow('ENOENT')
  })
})

describe('what nvidia-smi says', () => {
  it('has words where there is no number', () => {
    const row =
      '0, GPU-1, [GPU is lost], [Unknown Error], N/A, [Not Supported], [Requested functionality has been deprecated], [N/A], , NVIDIA A10, 24GB'
    expect(parseSmiGpu(row)).toEqual({
      index: 0,
      uuid: 'GPU-1',
      vendor: 'nvidia',
      name: 'NVIDIA A10, 24GB',
      loadPercent: null,
      memoryUsedBytes: null,
      memoryTotalBytes: null,
      temperatureC: null,
      powerW: null,
      powerLimitW: null,
      fanPercent: null,
      isAsleep: false,
    })
  })

  it('is a row only when it is one', () => {
    expect(['', 'No devices were found', 'index, uuid, temperature.gpu'].map(parseSmiGpu)).toEqual([
      null,
      null,
      null,
    ])
  })

  it('of processes can be incomplete', () => {
    const text =
      'GPU-1, 77, [N/A], [Not Found]\nGPU-1, [Insufficient Permissions], [Insufficient Permissions], [N/A]\n\n'
    expect(parseSmiApps(text)).toEqual([
      { uuid: 'GPU-1', pid: 77, process: '[Not Found]', memoryBytes: null },
    ])
  })

  it('is repeated when nobody knows it', () => {
    expect([explainSmi('Field "fan.speed" is not a valid field to query.\n'), explainSmi('')]).toEqual([
      'nvidia-smi says: Field "fan.speed" is not a valid field to query.',
      'nvidia-smi ended without a word.',
    ])
  })
})
