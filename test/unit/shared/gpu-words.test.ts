import { expect, it } from 'vitest'
import type { GpuHolder } from '../../../src/shared/gpu.ts'
import { describeReplacement, describeUnloaded } from '../../../src/shared/gpu-words.ts'

const gib = 1024 ** 3
const service = { stack: 'ai', service: 'comfyui' }
const holder: GpuHolder = {
  service,
  claim: { vramBytes: null, device: null },
  heldBytes: null,
  isAlwaysOn: false,
  unload: null,
  stops: [],
}

it('a replacement says what would become of the holder', () => {
  const unload = ['curl', 'http://127.0.0.1/free']
  expect([
    describeReplacement(holder),
    describeReplacement({ ...holder, unload }),
    describeReplacement({ ...holder, isAlwaysOn: true }),
    describeReplacement({ ...holder, isAlwaysOn: true, unload }),
  ]).toEqual([
    'ai/comfyui would be stopped.',
    'ai/comfyui would be asked to unload its models, and stopped when that is not enough.',
    'ai/comfyui would be waited for; it is always-on and never stopped.',
    'ai/comfyui would be asked to unload its models; it is always-on and never stopped.',
  ])
})

it.each([
  [14 * gib, 0, 'ai/comfyui has no VRAM any more; it had 14 GiB.'],
  [14 * gib, gib / 2, 'ai/comfyui has 512 MiB of VRAM left; it had 14 GiB.'],
  [14 * gib, 14 * gib, 'ai/comfyui has taken the request, but still has 14 GiB of VRAM.'],
  [0, 0, 'ai/comfyui had no VRAM to give back.'],
  [null, null, 'ai/comfyui has taken the request; nobody tells how much VRAM it has.'],
])('from %s to %s bytes: %s', (beforeBytes, afterBytes, sentence) => {
  expect(describeUnloaded(service, { beforeBytes, afterBytes }).replaceAll('\u00a0', ' ')).toBe(sentence)
})
