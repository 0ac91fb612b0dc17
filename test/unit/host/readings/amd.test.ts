import { expect, it } from 'vitest'
import { openAmd } from '../../../../src/main/host/readings/gpu/amd.ts'
import { openTemperatures } from '../../../../src/main/host/readings/temperatures.ts'
import { makeTree } from './support/tree.ts'

const device = 'sys/class/drm/card0/device'

/** A Radeon RX Vega as its driver shows it, recorded on kernel 5.x, beside an Intel display. */
const vega = {
  [`${device}/vendor`]: '0x1002\n',
  [`${device}/device`]: '0x687f\n',
  [`${device}/revision`]: '0xc1\n',
  [`${device}/product_name`]: '\n',
  [`${device}/uevent`]: 'DRIVER=amdgpu\nPCI_CLASS=30000\nPCI_ID=1002:687F\nPCI_SLOT_NAME=0000:09:00.0\n',
  [`${device}/power_state`]: 'D0\n',
  [`${device}/power/runtime_status`]: 'active\n',
  [`${device}/gpu_busy_percent`]: '4\n',
  [`${device}/mem_info_vram_total`]: '8573157376\n',
  [`${device}/mem_info_vram_used`]: '1490378752\n',
  [`${device}/hwmon/hwmon4/name`]: 'amdgpu\n',
  [`${device}/hwmon/hwmon4/temp1_input`]: '56000\n',
  [`${device}/hwmon/hwmon4/power1_average`]: '41000000\n',
  [`${device}/hwmon/hwmon4/power1_cap`]: '220000000\n',
  [`${device}/hwmon/hwmon4/pwm1`]: '79\n',
  [`${device}/hwmon/hwmon4/pwm1_max`]: '255\n',
  'sys/class/drm/card0-DP-1/status': 'connected\n',
  'sys/class/drm/card1/device/vendor': '0x8086\n',
  'sys/class/drm/card1/device/uevent': 'DRIVER=i915\nPCI_SLOT_NAME=0000:00:02.0\n',
}

const shown = {
  address: '0000:09:00.0',
  vendor: 'amd',
  name: 'AMD GPU 687f',
  loadPercent: 4,
  memoryUsedBytes: 1490378752,
  memoryTotalBytes: 8573157376,
  temperatureC: 56,
  powerW: 41,
  powerLimitW: 220,
  fanPercent: 31,
  isAsleep: false,
  users: [],
}

it('reads an AMD GPU beside another one', () => {
  const tree = makeTree(vega)
  expect(openAmd(tree, '/nowhere').read(0)).toEqual([shown])
})

it('names it as libdrm does', () => {
  const tree = makeTree(vega)
  const names = tree.write(
    'amdgpu.ids',
    '1.0.0\n687F,\tC0,\tAMD Radeon RX Vega 64\n687F,\tC1,\tAMD Radeon RX Vega\n',
  )
  expect(openAmd(tree, names).read(0)[0]?.name).toBe('AMD Radeon RX Vega')
})

it('leaves one that sleeps asleep', () => {
  const tree = makeTree(vega)
  const amd = openAmd(tree, '/nowhere')
  tree.write(`${device}/power_state`, 'D3cold\n')
  expect(amd.read(0)).toEqual([
    {
      ...shown,
      loadPercent: null,
      memoryUsedBytes: null,
      memoryTotalBytes: null,
      temperatureC: null,
      powerW: null,
      powerLimitW: null,
      fanPercent: null,
      isAsleep: true,
    },
  ])
})

it('finds who computes on it', () => {
  const nodes = 'sys/class/kfd/kfd/topology/nodes'
  const tree = makeTree({
    ...vega,
    [`${nodes}/0/gpu_id`]: '0\n',
    [`${nodes}/0/properties`]: 'cpu_cores_count 16\nlocation_id 0\ndomain 0\n',
    [`${nodes}/1/gpu_id`]: '26546\n',
    [`${nodes}/1/properties`]: 'simd_count 256\nlocation_id 2304\ndomain 0\ndrm_render_minor 128\n',
    'sys/class/kfd/kfd/proc/7319/vram_26546': '6442450944\n',
    'sys/class/kfd/kfd/proc/7401/vram_26546': '0\n',
  })
  expect(openAmd(tree, '/nowhere').read(0)[0]?.users).toEqual([{ pid: 7319, memoryBytes: 6442450944 }])
})

it('finds who has it open without computing, each client once', () => {
  const client = (id: number, vram: string) =>
    `pos:\t0\ndrm-driver:\tamdgpu\ndrm-client-id:\t${id}\ndrm-pdev:\t0000:09:00.0\n${vram}\n`
  const tree = makeTree({
    ...vega,
    'proc/812/fdinfo/7': client(4, 'drm-memory-vram:\t1024 KiB'),
    'proc/812/fdinfo/8': client(4, 'drm-memory-vram:\t1024 KiB'),
    'proc/812/fdinfo/9': client(5, 'drm-memory-vram:\t99 KiB\ndrm-resident-vram:\t2 MiB'),
    'proc/812/fdinfo/10': 'pos:\t0\n',
    'proc/900/fdinfo/3': client(6, 'drm-memory-vram:\t0'),
    'proc/self/fdinfo/7': client(4, 'drm-memory-vram:\t1024 KiB'),
  })
  for (const descriptor of [7, 8, 9]) tree.link(`proc/812/fd/${descriptor}`, '/dev/dri/renderD128')
  tree.link('proc/812/fd/10', '/dev/null')
  tree.link('proc/900/fd/3', '/dev/dri/card0')
  expect(openAmd(tree, '/nowhere').read(0)[0]?.users).toEqual([{ pid: 812, memoryBytes: 3 * 1024 * 1024 }])
})

it('has nothing to say where there is no GPU', () => {
  expect(openAmd(makeTree(), '/nowhere').read(0)).toEqual([])
})

it('shows one temperature of each chip, and neither GPUs nor sensors without a cable', () => {
  const tree = makeTree({
    'sys/class/hwmon/hwmon0/name': 'nvme\n',
    'sys/class/hwmon/hwmon0/temp1_input': '41850\n',
    'sys/class/hwmon/hwmon0/temp1_label': 'Composite\n',
    'sys/class/hwmon/hwmon0/temp1_crit': '84850\n',
    'sys/class/hwmon/hwmon0/temp2_input': '47850\n',
    'sys/class/hwmon/hwmon1/name': 'coretemp\n',
    'sys/class/hwmon/hwmon1/temp2_input': '38000\n',
    'sys/class/hwmon/hwmon1/temp2_label': 'Core 0\n',
    'sys/class/hwmon/hwmon1/temp1_input': '44000\n',
    'sys/class/hwmon/hwmon1/temp1_label': 'Package id 0\n',
    'sys/class/hwmon/hwmon2/name': 'amdgpu\n',
    'sys/class/hwmon/hwmon2/temp1_input': '56000\n',
    'sys/class/hwmon/hwmon3/name': 'nct6798\n',
    'sys/class/hwmon/hwmon3/temp1_input': '-62000\n',
    'sys/class/hwmon/hwmon10/name': 'nvme\n',
    'sys/class/hwmon/hwmon10/temp1_input': '39850\n',
    'sys/class/hwmon/hwmon11/name': 'iwlwifi_1\n',
    'sys/class/hwmon/hwmon11/temp1_input': '50000\n',
    'sys/class/hwmon/hwmon11/device/power/runtime_status': 'suspended\n',
  })
  expect(openTemperatures(tree).read(0)).toEqual([
    { name: 'NVMe disk', celsius: 41.9, criticalC: 84.9 },
    { name: 'Processor', celsius: 44, criticalC: null },
    { name: 'NVMe disk 2', celsius: 39.9, criticalC: null },
  ])
})
