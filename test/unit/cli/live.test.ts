import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { changed, examplePlan, finished, started } from './support/examples.ts'
import type { FakeCore } from './support/fake-client.ts'
import { runCli } from './support/run-cli.ts'
import { block } from './support/text.ts'

const terminal = { columns: 80, rows: 24 }

/** Two hundred changes at once, and then half a second of quiet. */
const busyCore: FakeCore = {
  async *run() {
    yield started(examplePlan({ warnings: ['No GPU was found.'] }))
    for (let index = 0; index < 200; index += 1) {
      yield changed('data/db', 'loading', index, { elapsedMs: index, detail: `attempt ${index}` })
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
    yield changed('data/db', 'ready', 900, { elapsedMs: 900 })
    yield changed('data/init', 'done', 950, { elapsedMs: 50 })
    yield changed('apps/web', 'ready', 990, { elapsedMs: 40 })
    yield finished(1000)
  },
}

describe('a run on a terminal', () => {
  it('repaints at most ten times a second and leaves the summary', async () => {
    const { stdout, exitCode } = await runCli(['up'], { core: busyCore, terminal })
    const pictures = stdout.split('Starting northlight').length - 1
    expect(exitCode).toBe(0)
    expect(pictures).toBeGreaterThan(0)
    expect(pictures).toBeLessThanOrEqual(6)
    const left = stripVTControlCharacters(stdout).split('\n').slice(-5).join('\n')
    expect(left).toBe(block`
      ✓  infra  ready  2 already running
      ✓  data   ready  1 ready, 1 done
      ✓  apps   ready  1 ready
      ✓  Started northlight in 1.0s (usually 41s)

    `)
  })

  it.each([
    ['TERM is dumb', { TERM: 'dumb', LANG: 'C.UTF-8' }],
    ['it is a build machine', { TERM: 'xterm', CI: 'true', LANG: 'C.UTF-8' }],
  ])('is plain lines when %s', async (_why, variables) => {
    const { stdout } = await runCli(['up'], { core: busyCore, terminal, variables })
    expect(stdout).not.toContain('\u001b[2K')
    expect(stdout).toContain('data/db ready 0.9s\n')
  })

  it('draws with ASCII where the locale is not UTF-8', async () => {
    const { stdout } = await runCli(['up'], {
      core: busyCore,
      terminal,
      variables: { TERM: 'xterm', LANG: 'C' },
    })
    // Escape sequences are ASCII as well.
    expect(stdout).toMatch(/^[\x00-\x7f]+$/)
  })
})
