import { describe, expect, it } from 'vitest'
import type { HealthRecord } from '../../../src/shared/record.ts'
import { runCli } from './support/run-cli.ts'

const nowMs = Date.parse('2026-11-21T12:03:00.000Z')
const hourMs = 3_600_000
const share = { share: 0.995, readyMs: 9.95 * hourMs, wantedMs: 10 * hourMs, watchedMs: 10 * hourMs }
const record: HealthRecord = {
  watchedSinceMs: nowMs - 10 * hourMs,
  upSinceMs: nowMs - 2 * hourMs,
  starts: [
    {
      atMs: nowMs - 2 * hourMs,
      container: 'data-db-1',
      cause: 'restart-policy',
      readyAfterMs: 4200,
      runId: null,
    },
  ],
  restarts: 1,
  failures: [
    {
      kind: 'exited',
      atMs: nowMs - 2 * hourMs - 600,
      untilMs: nowMs - 2 * hourMs,
      exitCode: 3,
      isOutOfMemory: false,
      output: null,
      durationMs: null,
    },
    {
      kind: 'unhealthy',
      atMs: nowMs - 3 * hourMs,
      untilMs: null,
      exitCode: null,
      isOutOfMemory: false,
      output: 'no answer\u001b[2J\nfrom db',
      durationMs: 5000,
    },
  ],
  failuresLeftOut: 0,
  checks: {
    count: 9,
    latestAtMs: Date.parse('2026-11-21T12:02:56.000Z'),
    latestMs: 40,
    medianMs: 42,
    longestMs: 5000,
  },
  availability: { day: share, week: { ...share, share: null, wantedMs: 0 } },
  day: [],
  notice: null,
}
const clock = (atMs: number) =>
  new Date(atMs).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

describe('switchyard record', () => {
  it('prints what the record comes to, then what happened, newest first', async () => {
    const { stdout, exitCode, asked } = await runCli(['record', 'data/db'], { core: { record } })
    expect(exitCode).toBe(0)
    expect(asked.at(-1)?.input).toMatchObject({ service: { stack: 'data', service: 'db' } })
    const lines = stdout.replaceAll('\u00a0', ' ').split('\n')
    expect(lines.map((each) => each.trimEnd())).toEqual([
      'data/db',
      `Up             2h 00m, since ${clock(nowMs - 2 * hourMs)}`,
      'Ready, a day   99.5 % of 10h 00m',
      'Ready, a week  –',
      'Checks take    42ms, latest 40ms, longest 5.0s',
      `Last check     ${clock(Date.parse('2026-11-21T12:02:56.000Z'))}`,
      'Restarts       1 by its policy in 30 days',
      expect.stringMatching(/^Watched {8}since /),
      '',
      `!   ${clock(nowMs - 2 * hourMs)}  Started by its restart policy  ready in 4.2s`,
      `✗   ${clock(nowMs - 2 * hourMs - 600)}  Ended by itself, exit 3        down for 0.6s`,
      `✗   ${clock(nowMs - 3 * hourMs)}  Unhealthy                      check took 5.0s`,
      '              no answer',
      '              from db',
      '',
    ])
  })

  it('says that nobody has looked when nothing is remembered', async () => {
    const { stdout } = await runCli(['record', 'data/db'], {
      core: { record: { ...record, watchedSinceMs: null } },
    })
    expect(stdout).toBe(
      'Nothing is remembered of data/db: that needs `switchyard serve` or the desktop app.\n',
    )
  })

  it('prints it as JSON', async () => {
    const { stdout } = await runCli(['record', 'data/db', '--json'], { core: { record } })
    expect(JSON.parse(stdout)).toEqual(record)
  })

  it('finds the service by any name that finds one', async () => {
    const core = { record, names: { ':5432': ['data/db'] } }
    const { asked } = await runCli(['record', ':5432', '--json'], { core })
    expect(asked.at(-1)?.input).toMatchObject({ service: { stack: 'data', service: 'db' } })
    const { stderr, exitCode } = await runCli(['record', 'db'], { core })
    expect([exitCode, stderr.trim()]).toEqual([
      2,
      'switchyard: There is no stack or service named db in lab fake.',
    ])
  })
})
