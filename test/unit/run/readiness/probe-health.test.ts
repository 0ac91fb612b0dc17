import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Engine } from '../../../../src/main/engine/model.ts'
import { healthCommand, pausesUntil, probeHealth } from '../../../../src/main/run/readiness/probe-health.ts'
import { createSmallEngine } from '../small-engine.ts'

describe('the pauses between two questions', () => {
  it('grow in proportion when nobody knows how long it takes', () => {
    const pauses = pausesUntil(null)
    expect(pauses.slice(0, 6)).toEqual([0.1, 0.1, 0.12, 0.14, 0.16, 0.19])
    expect(Math.max(...pauses)).toBe(1)
  })

  it.each([
    [0, []],
    [-500, []],
    [400, [0.2, 0.1]],
    [3000, [1.5, 0.75, 0.38, 0.19, 0.09]],
    [240_000, [2, 2, 2, 2, 2, 2, 2, 2]],
  ])('halve what is left of %i ms, then come close together', (leftMs, approach) => {
    const pauses = pausesUntil(leftMs)
    expect(pauses.slice(0, approach.length)).toEqual(approach)
    expect(pauses.slice(approach.length, approach.length + 8)).toEqual(Array<number>(8).fill(0.05))
  })

  it('never make a round of more than half a minute', () => {
    for (const leftMs of [null, 0, 1000, 10_000, 720_000]) {
      expect(pausesUntil(leftMs).reduce((sum, pause) => sum + pause, 0)).toBeLessThan(30)
    }
  })
})

describe('the health command', () => {
  it.each([
    [['CMD', 'redis-cli', 'ping'], [], ['redis-cli', 'ping']],
    [['CMD-SHELL', 'test -f "$HOME/x" || exit 1'], [], ['/bin/sh', '-c', 'test -f "$HOME/x" || exit 1']],
    [
      ['CMD-SHELL', 'true'],
      ['/bin/bash', '-ec'],
      ['/bin/bash', '-ec', 'true'],
    ],
    [['CMD'], [], null],
    [[], [], null],
  ])('of %j with the image shell %j is %j', (healthTest, shell, command) => {
    expect(healthCommand({ healthTest, shell })).toEqual(command)
  })
})

describe('a health command that hangs', () => {
  /** Commands run on this machine, as they would in a container. */
  async function probe(command: readonly string[], run: Engine['exec']) {
    const small = createSmallEngine()
    small.put('web', { healthTest: ['CMD', ...command], healthTimeoutMs: 700 })
    const container = await small.engine.inspect('web')
    if (!container) throw new Error('the container is there')
    const abort = new AbortController()
    const said: string[] = []
    const asked: string[] = []
    let atOnce = 0
    let mostAtOnce = 0
    const exec: Engine['exec'] = async (id, argv, signal) => {
      asked.push(argv[0] === '/bin/sh' ? 'shell' : 'command')
      mostAtOnce = Math.max(mostAtOnce, ++atOnce)
      try {
        return await run(id, argv, signal)
      } finally {
        atOnce -= 1
      }
    }
    const isReady = await probeHealth({
      engine: { ...small.engine, exec },
      container,
      expectedMs: null,
      signal: abort.signal,
      onOutput: (output) => said.push(output),
    })
    return { isReady, said, asked, mostAtOnce }
  }

  const runHere: Engine['exec'] = async (_id, [file = '', ...rest], signal) => {
    const { exitCode, all } = await execa(file, rest, { reject: false, all: true, cancelSignal: signal })
    return { exitCode: exitCode ?? -1, output: all ?? '' }
  }

  it('is given up after its own timeout, and asked again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'switchyard-probe-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    // Hangs at the first question, and answers the second.
    const script = `[ -e ${folder}/asked ] || { touch ${folder}/asked; exec sleep 60; }`
    expect(await probe(['sh', '-c', script], runHere)).toEqual({
      isReady: true,
      said: ['no answer within 1 s'],
      asked: ['shell', 'shell'],
      mostAtOnce: 1,
    })
  })

  it('is left to Docker where the container has no shell to end it with', async () => {
    const hang: Engine['exec'] = async (id, argv, signal) =>
      argv[0] === '/bin/sh'
        ? { exitCode: 127, output: '' }
        : runHere(id, argv, signal).then(() => throwReason(signal))
    expect(await probe(['sleep', '60'], hang)).toEqual({
      isReady: false,
      said: ['no answer within 1 s'],
      asked: ['shell', 'command'],
      mostAtOnce: 1,
    })
  })
})

function throwReason(signal: AbortSignal): never {
  throw signal.reason
}
