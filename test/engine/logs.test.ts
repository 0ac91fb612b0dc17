import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LogBatch } from '../../src/shared/contract.ts'
import { type LabFixture, openLabWith } from './support/lab-fixture.ts'

const compose = `
name: logs-test
services:
  greeter:
    image: switchyard/fixture:1
    command: ['sh', '-c', 'echo "begin $$(cat /proc/uptime)"; trap exit TERM; while :; do sleep 0.1; done']
    entrypoint: []
    stop_grace_period: 2s
  long:
    image: switchyard/fixture:1
    command: ['sh', '-c', 'head -c 1048576 /dev/zero | tr "\\\\0" x; echo; echo after']
    entrypoint: []
  terminal:
    image: switchyard/fixture:1
    tty: true
    command: ['sh', '-c', 'head -c 40000 /dev/zero | tr "\\\\0" y; echo; echo after']
    entrypoint: []
`

describe('the logs of a lab', () => {
  let lab: LabFixture
  beforeAll(async () => {
    lab = await openLabWith('logs-test', { 'compose.yaml': compose })
    await lab.docker(['compose', 'up', '--detach'])
    await lab.docker(['wait', 'logs-test-long-1', 'logs-test-terminal-1'])
  })
  afterAll(() => lab[Symbol.asyncDispose]())

  const read = async (
    request: { readonly targets: string[]; readonly follow?: boolean },
    onBatch: (batch: LogBatch, texts: readonly string[]) => Promise<boolean> = () => Promise.resolve(false),
  ) => {
    const texts: string[] = []
    for await (const batch of await lab.client.labs.logs({ dir: lab.dir, ...request })) {
      texts.push(...batch.lines.map(({ text }) => text))
      if (await onBatch(batch, texts)) break
    }
    return texts
  }

  it('cuts a line of a megabyte and says how much is missing', async () => {
    expect(await read({ targets: ['long'] })).toEqual([`${'x'.repeat(65_536)}… (983.0 kB more)`, 'after'])
  })

  it("joins what the engine has in parts in a terminal's log", async () => {
    expect(await read({ targets: ['terminal'] })).toEqual(['y'.repeat(40_000), 'after'])
  })

  it('are followed over a restart and over a new container', async () => {
    const restart = [
      () => lab.docker(['restart', 'logs-test-greeter-1']),
      () => lab.docker(['compose', 'up', '--detach', '--force-recreate', 'greeter']),
    ]
    let done = 0
    const texts = await read({ targets: ['greeter'], follow: true }, async (_, all) => {
      if (all.length <= done) return false
      const next = restart[done]
      done += 1
      await next?.()
      return next === undefined
    })
    expect([texts.length, new Set(texts).size]).toEqual([3, 3])
    expect(texts.filter((text) => !text.startsWith('begin '))).toEqual([])
  })
})
