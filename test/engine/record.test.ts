import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Happening } from '../../src/shared/record.ts'
import { type FollowedRecord, followRecord, inShort } from './support/follow-record.ts'
import { type LabFixture, openLabWith } from './support/lab-fixture.ts'

/** The engine still tells of the tests before, so that each has a project of its own. */
let count = 0
let name = ''
const compose = (project: string) => `name: ${project}
x-base: &base
  image: switchyard/fixture:1
  stop_grace_period: 1s
services:
  idle: { <<: *base, init: true, entrypoint: [sleep, infinity] }
  failing: { <<: *base, entrypoint: [sh, -c, 'exit 1'] }
  loop: { <<: *base, restart: always, entrypoint: [sh, -c, 'sleep 0.3; exit 3'] }
  greedy: { <<: *base, mem_limit: 16m, memswap_limit: 16m, entrypoint: [sh, -c, 'a=x; while :; do a=$$a$$a; done'] }
  greedy-child:
    <<: *base
    init: true
    mem_limit: 16m
    memswap_limit: 16m
    entrypoint: [sh, -c, 'sh -c "a=x; while :; do a=\\$$a\\$$a; done"; sleep infinity']
  checked:
    <<: *base
    init: true
    entrypoint: [sh, -c, 'touch /tmp/well; sleep infinity']
    healthcheck:
      test: [CMD-SHELL, 'printf "no \\033[31mfile"; test -e /tmp/well']
      interval: 300ms
      retries: 1
`
const isSeen = { timeout: 30_000, interval: 50 }
const everything = () => ({ projects: [name], fromMs: 0, toMs: Number.MAX_SAFE_INTEGER })

let lab: LabFixture
beforeEach(async () => {
  count += 1
  name = `recorded-${count}`
  lab = await openLabWith(name, { 'compose.yaml': compose(name) })
})
afterEach(async () => {
  await lab[Symbol.asyncDispose]()
})

const up = (...more: readonly string[]) => lab.docker(['compose', 'up', '--detach', '--no-build', ...more])
const follow = () => followRecord(lab.variables, name)

async function expectTold(
  { told }: FollowedRecord,
  service: string,
  expected: readonly string[],
): Promise<void> {
  await vi.waitFor(() => expect(told(service)).toEqual(expected), isSeen)
}

describe('what somebody asks the engine for', () => {
  it('is told as such: stop, start, kill, restart and removal', async () => {
    await using record = follow()
    await up('idle')
    const expected = ['started operator']
    const steps: readonly (readonly [readonly string[], readonly string[]])[] = [
      [['stop'], ['exited operator 143']],
      [['start'], ['started operator']],
      [['kill'], ['exited operator 137']],
      [['start'], ['started operator']],
      [['restart'], ['exited operator 143', 'started operator']],
      [['rm', '--force'], ['exited operator 137']],
    ]
    for (const [command, news] of steps) {
      await lab.docker([...command, `${name}-idle-1`])
      expected.push(...news)
      await expectTold(record, 'idle', expected)
    }
  })

  it('is told as such when Compose makes a container anew', async () => {
    await using record = follow()
    await up('idle')
    await up('--force-recreate', 'idle')
    await expectTold(record, 'idle', ['started operator', 'exited operator 143', 'started operator'])
    const ids = record.happenings('idle').map(({ containerId }) => containerId)
    expect([ids[0] === ids[1], ids[0] === ids[2]]).toEqual([true, false])
  })

  it('is that of a run, when a run of whichever process has asked', async () => {
    await using record = follow()
    await lab.run({ kind: 'start', targets: [`${name}/idle`] })
    await lab.run({ kind: 'stop', targets: [`${name}/idle`] })
    await expectTold(record, 'idle', ['started run', 'exited run 143'])
  })

  it('is that of auto-heal, when that has said so before', async () => {
    await using record = follow()
    await up('idle')
    await expectTold(record, 'idle', ['started operator'])
    const [started] = record.happenings('idle')
    if (!started) throw new Error('nothing was told')
    record.record.add({ ...started, atMs: Date.now(), what: { kind: 'healed', reason: 'unhealthy for 5m' } })
    await lab.docker(['restart', `${name}-idle-1`])
    await lab.docker(['stop', `${name}-idle-1`])
    await expectTold(record, 'idle', [
      'started operator',
      'healed',
      'exited heal 143',
      'started heal',
      'exited operator 143',
    ])
  })
})

describe('what a container does by itself', () => {
  it('is an end of its own, and it is given up when it is removed', async () => {
    await using record = follow()
    await up('failing')
    await expectTold(record, 'failing', ['started operator', 'exited itself 1'])
    await lab.docker(['rm', `${name}-failing-1`])
    await expectTold(record, 'failing', ['started operator', 'exited itself 1', 'dismissed operator'])
  })

  it('is started again by its policy, until somebody stops it', async () => {
    await using record = follow()
    await up('loop')
    const round = ['exited itself 3', 'started restart-policy']
    const expected = ['started operator', ...round, ...round, ...round]
    await vi.waitFor(() => expect(record.told('loop').slice(0, expected.length)).toEqual(expected), isSeen)
    await lab.docker(['stop', `${name}-loop-1`])
    await vi.waitFor(
      () => expect(record.told('loop').at(-1)).toMatch(/^(exited operator \d+|dismissed operator)$/),
      isSeen,
    )
    await lab.docker(['start', `${name}-loop-1`])
    await vi.waitFor(
      () => expect(record.told('loop').filter((each) => each === 'started operator')).toHaveLength(2),
      isSeen,
    )
  })

  it('is an end for lack of memory, when its main process was killed for it', async () => {
    await using record = follow()
    await up('greedy')
    await vi.waitFor(
      () => expect(record.told('greedy').at(-1)).toBe('exited itself 137 out of memory'),
      isSeen,
    )
  })

  it('is no end, when another one of its processes was killed for lack of memory', async () => {
    await using record = follow()
    await up('greedy-child')
    await vi.waitFor(
      () => expect(record.told('greedy-child').slice(0, 2)).toEqual(['started operator', 'oom-kill']),
      isSeen,
    )
    await lab.docker(['kill', `${name}-greedy-child-1`])
    await vi.waitFor(() => expect(record.told('greedy-child').at(-1)).toBe('exited operator 137'), isSeen)
  })

  it('is health, with what the check has printed and how long checks take', async () => {
    await using record = follow()
    await up('checked')
    await expectTold(record, 'checked', ['started operator', 'healthy'])
    await lab.docker(['exec', `${name}-checked-1`, 'rm', '/tmp/well'])
    await expectTold(record, 'checked', ['started operator', 'healthy', 'unhealthy'])
    await lab.docker(['exec', `${name}-checked-1`, 'touch', '/tmp/well'])
    await expectTold(record, 'checked', ['started operator', 'healthy', 'unhealthy', 'healthy'])
    const whats = record.happenings('checked').map(({ what }) => what)
    expect(whats[1]).toEqual({ kind: 'healthy', sinceStartMs: expect.any(Number) as number })
    expect(whats[2]).toEqual({
      kind: 'unhealthy',
      output: 'no file',
      durationMs: expect.any(Number) as number,
    })
    const checks = record.record.checks({ project: name, service: 'checked' })
    expect(record.record.latestCheck({ project: name, service: 'checked' })).toEqual(checks.at(-1))
    expect(checks.map(({ exitCode }) => exitCode)).toEqual(expect.arrayContaining([0, 1]))
    expect(checks.every(({ durationMs }) => durationMs >= 0 && durationMs < 30_000)).toBe(true)
  })
})

describe('several processes', () => {
  const inOrder = (list: readonly Happening[]) => list.map(inShort)

  it('that follow the same engine keep everything once, and are told it both', async () => {
    await using one = follow()
    await using other = follow()
    await up('idle', 'failing')
    await lab.docker(['stop', `${name}-idle-1`])
    for (const each of [one, other]) {
      await expectTold(each, 'idle', ['started operator', 'exited operator 143'])
      await expectTold(each, 'failing', ['started operator', 'exited itself 1'])
      const kept = each.record.list({ ...everything(), service: 'idle' })
      expect(inOrder(kept)).toEqual(['started operator', 'exited operator 143'])
    }
    expect(one.record.list(everything())).toEqual(other.record.list(everything()))
  })

  it('are told what happened while none of them was there, and know that nothing is lacking', async () => {
    const fromMs = Date.now()
    {
      await using before = follow()
      await up('idle')
      await expectTold(before, 'idle', ['started operator'])
    }
    await lab.docker(['restart', `${name}-idle-1`])
    await using after = follow()
    await expectTold(after, 'idle', ['exited operator 143', 'started operator'])
    const kept = after.record.list({ ...everything(), service: 'idle' })
    expect(inOrder(kept)).toEqual(['started operator', 'exited operator 143', 'started operator'])
    await vi.waitFor(() => {
      const watched = after.record.watched({ fromMs, toMs: Date.now() })
      expect(watched).toHaveLength(1)
    }, isSeen)
  })

  it('lose nothing when the one that follows is killed', async () => {
    const child = fork(join(import.meta.dirname, 'support/record-follower.ts'), [name], {
      env: { ...process.env, ...lab.variables },
    })
    const ended = once(child, 'exit')
    onTestFinished(() => void child.kill('SIGKILL'))
    const firstWord = once(child, 'message')
    await up('idle')
    await firstWord
    child.kill('SIGKILL')
    await ended
    await lab.docker(['stop', `${name}-idle-1`])
    await using after = follow()
    await expectTold(after, 'idle', ['exited operator 143'])
    const kept = after.record.list({ ...everything(), service: 'idle' })
    expect(inOrder(kept)).toEqual(['started operator', 'exited operator 143'])
  })
})
