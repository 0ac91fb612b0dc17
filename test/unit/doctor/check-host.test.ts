import { describe, expect, it } from 'vitest'
import type { HelperState, Lease } from '../../../src/shared/host.ts'
import { checkHost } from '../../../src/main/doctor/check-host.ts'
import type { RecipeSettings } from '../../../src/main/lab/model.ts'
import { model } from '../run/sample-model.ts'

const recipe: RecipeSettings = {
  swapMib: 2048,
  swapPlace: 'default',
  pauseGuards: true,
  flushCache: false,
  until: 'ready',
  limitMs: null,
  whenAvailableBelowMib: null,
  onFailure: 'continue',
}

const ready: HelperState = {
  way: 'pkexec',
  isCurrent: true,
  problem: null,
  swapPlaces: [{ name: 'default', dir: '/swap', freeBytes: 64 * 2 ** 30 }],
}

async function look(
  changes: Partial<RecipeSettings> | null,
  helper: Partial<HelperState> = {},
  leases: readonly Lease[] = [],
) {
  const settings = changes ? new Map([['llm', { recipe: { ...recipe, ...changes } }]]) : new Map()
  const lab = model({ ai: { services: { llm: {} }, settings } })
  const state = () => Promise.resolve({ helper: { ...ready, ...helper }, leases: [...leases] })
  return (await checkHost(lab, { state })).map(({ level, message, advice }) => [level, message, advice])
}

describe('the host of a lab', () => {
  it('is nothing to speak of without a recipe', async () => {
    expect(await look(null)).toEqual([])
    expect(await look(null, { problem: 'The host helper is not installed.' })).toEqual([])
  })

  it('is fine when the recipe can be done', async () => {
    expect(await look({})).toEqual([['ok', 'The host can be prepared for ai/llm.', undefined]])
  })

  it('needs its helper', async () => {
    const problem = 'The host helper is not installed: run `switchyard host install`.'
    expect(await look({}, { way: 'none', problem })).toEqual([
      ['warning', 'The host cannot be prepared for ai/llm.', problem],
    ])
  })

  it('needs the place that a recipe names, and room in it', async () => {
    expect(await look({ swapPlace: 'fast' })).toEqual([
      [
        'error',
        'The recipe of ai/llm wants swap in fast, which is no place on this host.',
        'Set it up: switchyard host install --swap-place fast=FOLDER. There are default.',
      ],
    ])
    expect(await look({ swapMib: 128 * 1024 })).toEqual([
      [
        'warning',
        'The recipe of ai/llm wants 128\u00a0GiB of swap, and /swap has 64\u00a0GiB free.',
        'Make room there, or ask for less.',
      ],
    ])
  })

  it('says what could not be given back', async () => {
    const lease: Lease = {
      id: 'run-1',
      kind: 'run',
      phase: 'pending',
      user: 'ann',
      door: 'cli',
      run: 'r',
      label: 'ai/llm',
      since: '2026-11-21T10:00:00.000Z',
      until: null,
      changes: [],
      pending: {
        reason: '3 GiB are in use',
        usedBytes: 3,
        neededBytes: 4,
        availableBytes: 1,
        since: '2026-11-21T10:00:00.000Z',
        attempts: 2,
      },
    }
    expect(await look(null, {}, [lease])).toEqual([
      [
        'warning',
        'The swap for ai/llm could not be taken off yet: 3 GiB are in use.',
        'It is tried again until there is room. `switchyard host leases` shows it.',
      ],
    ])
  })
})
