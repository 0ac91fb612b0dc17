import { describe, expect, it } from 'vitest'
import type { GpuClaim } from '../../../src/shared/gpu.ts'
import type { Gpu } from '../../../src/shared/host.ts'
import { judgeClaim } from '../../../src/main/gpu/judge-claim.ts'
import type { Holder } from '../../../src/main/gpu/model.ts'
import { describeWait } from '../../../src/main/gpu/wait-words.ts'
import { gpu, holder, sized, whole } from './readings.ts'

/** The verdict as a person is told it. */
function judge(claim: GpuClaim, holders: readonly Holder[], gpus: readonly Gpu[]): string {
  const verdict = judgeClaim(claim, holders, gpus)
  switch (verdict.kind) {
    case 'fits':
      return `fits on ${verdict.device}${verdict.isGuess ? ', perhaps' : ''}`
    case 'never':
      return `never: ${verdict.reason}`.replaceAll('\u00a0', ' ')
    case 'waits':
      return describeWait(verdict, gpus.length > 1).replaceAll('\u00a0', ' ')
  }
}

const comfyui = holder('comfyui', sized(12))
const sglang = holder('sglang', whole)
/** Loads when it is used, and can be asked to unload. */
const ollama = holder('ollama', whole, { canUnload: true })

describe('a claim on a part of a GPU', () => {
  it.each<readonly [string, string, GpuClaim, readonly Holder[], readonly Gpu[]]>([
    ['nobody is there', 'fits on 0', sized(20), [], [gpu(24)]],
    ['the others leave enough', 'fits on 0', sized(12), [comfyui], [gpu(24, { 'c-comfyui': 3 })]],
    [
      'another one claims too much, whatever it uses',
      'waits for the GPU: ai/comfyui holds 12 GiB of 24 GiB',
      sized(13),
      [comfyui],
      [gpu(24, { 'c-comfyui': 3 })],
    ],
    [
      'another one uses more than it claims',
      'waits for the GPU: ai/comfyui holds 15 GiB of 24 GiB',
      sized(12),
      [comfyui],
      [gpu(24, { 'c-comfyui': 15 })],
    ],
    [
      'the whole GPU is taken',
      'waits for the GPU: ai/sglang holds the whole GPU (20 GiB in use)',
      sized(1),
      [sglang],
      [gpu(24, { 'c-sglang': 20 })],
    ],
    [
      'a stranger has too much',
      'waits for the GPU: python (process 100) has 10 GiB of 24 GiB',
      sized(20),
      [],
      [gpu(24, { python: 10 })],
    ],
    [
      'a container that is not of the lab has too much',
      'waits for the GPU: c-foreign in container c-foreign has 10 GiB of 24 GiB',
      sized(20),
      [],
      [gpu(24, { 'c-foreign': 10 })],
    ],
    [
      'holders and strangers have too much together',
      'waits for the GPU: ai/comfyui holds 12 GiB and python (process 100) has 10 GiB of 24 GiB',
      sized(20),
      [comfyui],
      [gpu(24, { python: 10 })],
    ],
    [
      'the driver does not tell whose memory it is, and a holder has claimed that much',
      'fits on 0',
      sized(12),
      [comfyui],
      [gpu(24, {}, { usedGib: 11 })],
    ],
    [
      'the driver does not tell whose memory it is, and nobody has claimed it',
      'waits for the GPU: what the driver does not name has 11 GiB of 24 GiB',
      sized(14),
      [],
      [gpu(24, {}, { usedGib: 11 })],
    ],
    [
      'it is more than there is',
      'never: claims 40 GiB, and there is only GPU 0 (Test GPU) with 24 GiB',
      sized(40),
      [],
      [gpu(24)],
    ],
    [
      'the first GPU is full and the second is not',
      'fits on 1',
      sized(20),
      [comfyui],
      [gpu(24, { 'c-comfyui': 12 }), gpu(24, {}, { index: 1 })],
    ],
    [
      'only the second GPU is large enough, and taken',
      'waits for GPU 1: ai/big holds 40 GiB of 48 GiB',
      sized(30),
      [holder('big', sized(40))],
      [gpu(24), gpu(48, { 'c-big': 38 }, { index: 1 })],
    ],
    [
      'its own GPU is taken, although another is free',
      'waits for GPU 0: ai/comfyui holds 12 GiB of 24 GiB',
      sized(20, 0),
      [comfyui],
      [gpu(24, { 'c-comfyui': 12 }), gpu(24, {}, { index: 1 })],
    ],
    [
      'there is no such GPU',
      'never: claims GPU 3, and there is only GPU 0 (Test GPU) with 24 GiB',
      sized(1, 3),
      [],
      [gpu(24)],
    ],
  ])('when %s: %s', (_, words, claim, holders, gpus) => {
    expect(judge(claim, holders, gpus)).toBe(words)
  })

  it('names the fewest who must give back, the largest first', () => {
    const holders = [holder('a', sized(4)), holder('b', sized(10)), holder('c', sized(6))]
    const namesFor = (vramGib: number) => {
      const verdict = judgeClaim(sized(vramGib), holders, [gpu(24)])
      return verdict.kind === 'waits' ? verdict.holders.map(({ holder: { key } }) => key) : verdict.kind
    }
    expect([namesFor(4), namesFor(5), namesFor(14), namesFor(15), namesFor(24)]).toEqual([
      'fits',
      ['ai/b'],
      ['ai/b'],
      ['ai/b', 'ai/c'],
      ['ai/b', 'ai/c', 'ai/a'],
    ])
  })

  it('rather waits for who may be stopped than for who is always on', () => {
    const first = holder('first', sized(20, 0), { isAlwaysOn: true })
    const second = holder('second', sized(20, 1))
    const gpus = [gpu(24), gpu(24, {}, { index: 1 })]
    expect(judge(sized(10), [first, second], gpus)).toBe('waits for GPU 1: ai/second holds 20 GiB of 24 GiB')
  })
})

describe('a claim on a whole GPU', () => {
  it.each<readonly [string, string, readonly Holder[], readonly Gpu[]]>([
    ['nobody claims anything', 'fits on 0', [], [gpu(24)]],
    ['a stranger without a claim is there, like a desktop', 'fits on 0', [], [gpu(24, { Xorg: 1 })]],
    [
      'another claim is there',
      'waits for the GPU: ai/comfyui holds 12 GiB of 24 GiB',
      [comfyui],
      [gpu(24, { 'c-comfyui': 3 })],
    ],
    [
      'another whole claim is there, on a machine with two',
      'fits on 1',
      [sglang],
      [gpu(24, { 'c-sglang': 20 }), gpu(24, {}, { index: 1 })],
    ],
    [
      'one without a GPU of its own spreads over both',
      'waits for GPU 0: ai/sglang holds the whole GPU (20 GiB in use)',
      [sglang],
      [gpu(24, { 'c-sglang': 20 }), gpu(24, { 'c-sglang': 18 }, { index: 1 })],
    ],
  ])('when %s: %s', (_, words, holders, gpus) => {
    expect(judge(whole, holders, gpus)).toBe(words)
  })
})

describe('whoever can be asked to unload', () => {
  it.each<readonly [string, string, Partial<Holder>, readonly Gpu[]]>([
    ['has a model loaded', 'waits', {}, [gpu(24, { 'c-ollama': 9 })]],
    ['has nothing loaded', 'fits', {}, [gpu(24)]],
    ['keeps what a program without a model keeps', 'fits', {}, [gpu(24, { 'c-ollama': 0.5 })]],
    ['has nothing loaded beside a desktop', 'fits', { claim: sized(8) }, [gpu(24, {}, { usedGib: 2.5 })]],
    ['is just starting', 'waits', { isStarting: true }, [gpu(24)]],
    ['may be the one that the driver does not name', 'waits', {}, [gpu(24, {}, { usedGib: 9 })]],
    ['uses memory that is not told', 'waits', {}, [gpu(24, { 'c-ollama': null }, { usedGib: 9 })]],
    ['runs where nobody can tell', 'waits', {}, []],
    ['runs where nobody can tell, and has agreed to unload', 'fits', { hasUnloaded: true }, []],
    [
      'has agreed to unload, and has loaded again',
      'waits',
      { hasUnloaded: true },
      [gpu(24, { 'c-ollama': 9 })],
    ],
  ])('when it %s: %s', (_, kind, changes, gpus) => {
    expect(judgeClaim(whole, [{ ...ollama, ...changes }], gpus).kind).toBe(kind)
  })

  it('still counts with what it has, beside a claim with a size', () => {
    const idle = { ...ollama, claim: sized(20) }
    expect(judge(sized(23), [idle], [gpu(24, { 'c-ollama': 1 })])).toBe('fits on 0')
    expect(judge(sized(23.5), [idle], [gpu(24, { 'c-ollama': 1 })])).toMatch(/^waits for the GPU: /)
  })

  it('is not idle for one who cannot be asked: nothing loaded may mean not loaded yet', () => {
    expect(judgeClaim(whole, [sglang], [gpu(24)]).kind).toBe('waits')
  })
})

describe('where GPUs cannot be read', () => {
  it.each<readonly [string, string, GpuClaim, readonly Holder[]]>([
    ['sizes are let go', 'fits on 0, perhaps', sized(40), [comfyui]],
    ['whole claims exclude each other', 'waits for the GPU: ai/sglang holds the whole GPU', whole, [sglang]],
    ['a whole claim excludes a part', 'waits for the GPU: ai/sglang holds the whole GPU', sized(4), [sglang]],
    ['a part excludes a whole claim', 'waits for the GPU: ai/comfyui holds 12 GiB', whole, [comfyui]],
    ['another GPU is another one', 'fits on 1', { vramBytes: null, device: 1 }, [sglang]],
    ['what is not claimed is free', 'fits on 0', whole, []],
  ])('%s: %s', (_, words, claim, holders) => {
    expect(judge(claim, holders, [])).toBe(words)
  })

  it('neither is there a size of a GPU that tells none', () => {
    expect(judge(sized(40), [comfyui], [gpu(null)])).toBe('fits on 0, perhaps')
  })
})
