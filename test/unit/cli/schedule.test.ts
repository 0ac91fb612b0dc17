import { beforeAll, describe, expect, it } from 'vitest'
import type { Schedule } from '../../../src/shared/schedule.ts'
import { definition } from '../schedule/support/definition.ts'
import { examplePlan, finished, started } from './support/examples.ts'
import { runCli } from './support/run-cli.ts'
import { block } from './support/text.ts'

beforeAll(() => {
  process.env['TZ'] = 'UTC'
  delete process.env['FORCE_COLOR']
})

const morning: Schedule = {
  ...definition(),
  dir: '/lab',
  lab: 'northlight',
  zoneInUse: 'UTC',
  next: ['2026-11-23T08:00:00.000Z', '2026-11-24T08:00:00.000Z'],
  firings: [{ dueAt: '2026-11-20T08:00:00.000Z', state: 'failed', text: 'data/db exited', runId: 'run-0' }],
}
const night: Schedule = {
  ...morning,
  name: 'night',
  when: { kind: 'cron', expression: '30 23 * * *' },
  zone: 'Asia/Tokyo',
  zoneInUse: 'Asia/Tokyo',
  action: { kind: 'stop', appsOnly: false, targets: ['data'] },
  next: ['2026-11-21T14:30:00.000Z'],
  firings: [],
}
const paused = { ...night, name: 'paused', isPaused: true, next: [] }
const core = { schedules: [morning, night, paused] }
const nobody =
  'No Switchyard process is open: nothing will be started. `switchyard autostart enable` keeps one open, `switchyard serve` does until it ends.'

describe('switchyard schedule', () => {
  it('lists what is done when, what comes next, and that nobody is there for it', async () => {
    expect((await runCli(['schedule', 'list', '--lab', '/lab'], { core })).stdout).toBe(
      [
        'NAME     WHEN                              WHAT            NEXT              LAST',
        'morning  Weekdays at 08:00                 switch apps on  Mon 23 Nov 08:00  ✗  failed Fri 08:00  data/db exited',
        'night    By cron 30 23 * * * (Asia/Tokyo)  stop data       Sat 21 Nov 23:30',
        'paused   By cron 30 23 * * * (Asia/Tokyo)  stop data       paused',
        nobody,
        '',
      ].join('\n'),
    )
    const { stdout, asked } = await runCli(['schedule', 'next', '--count', '2', '--all-labs'], { core })
    expect(stdout).toBe(
      `Sat 21 Nov 23:30  northlight  night    stop data\nMon 23 Nov 08:00  northlight  morning  switch apps on\n${nobody}\n`,
    )
    expect(asked).toEqual([{ operation: 'schedules.list', input: { dir: null } }])
  })

  it('adds one as it was said, and says when it is due', async () => {
    const argv = ['schedule', 'add', 'morning', '--lab', '/lab', '--at', '8:00', '--days', 'mon-fri']
    const { stdout, asked } = await runCli([...argv, '--do', 'apps-on'], { core })
    expect(asked[0]).toEqual({
      operation: 'schedules.set',
      input: { dir: '/lab', schedule: definition(), mode: 'add', dryRun: false },
    })
    expect(stdout).toBe(
      `morning  Weekdays at 08:00: switch apps on; next Mon 23 Nov 08:00 (UTC).\nA time is made up for once when missed by 2h 00m at most.\n${nobody}\n`,
    )
    const cron = ['schedule', 'add', 'n', 'data', 'chat', '--cron', '30 23 * * *', '--do', 'stop']
    const more = [
      '--zone',
      'Asia/Tokyo',
      '--missed',
      'skip',
      '--paused',
      '--replace',
      '--dry-run',
      '--env',
      'x',
    ]
    const other = await runCli([...cron, ...more, '--lab', '/lab'], { core })
    expect(other.asked[0]?.input).toEqual({
      dir: '/lab',
      schedule: definition({
        name: 'n',
        when: { kind: 'cron', expression: '30 23 * * *' },
        zone: 'Asia/Tokyo',
        action: { kind: 'stop', appsOnly: false, targets: ['data', 'chat'] },
        environment: 'x',
        makeUpMinutes: 0,
        isPaused: true,
      }),
      mode: 'change',
      dryRun: true,
    })
    expect(other.stdout).toContain('Nothing was changed.\n')
    const fresh = ['schedule', 'add', 'fresh', '--lab', '/lab', '--cron', '0 5 * * sun', '--do', 'update']
    const updates = await Promise.all([
      runCli(fresh, { core }),
      runCli([...fresh, '--no-build', '--no-rollback'], { core }),
    ])
    expect(updates.map(({ asked: [first] }) => first?.input)).toMatchObject([
      { schedule: { action: { kind: 'update', appsOnly: false, targets: [] }, makeUpMinutes: 720 } },
      { schedule: { action: { kind: 'update', update: { build: false, putBack: false } } } },
    ])
  })

  it.each<[string, readonly string[], string]>([
    ['no action', ['x', '--at', '08:00'], "Required option '--do <what>' not specified."],
    ['no time', ['x', '--do', 'stop'], "A schedule needs a time. Say --at 08:00, or --cron '0 8 * * 1-5'."],
    [
      'options of an update',
      ['x', '--do', 'start', '--at', '08:00', '--no-rollback'],
      '--no-build and --no-rollback are for an update. Say `--do update`, or leave them out.',
    ],
    [
      'two times',
      ['x', '--do', 'stop', '--at', '08:00', '--cron', '* * * * *'],
      'A cron expression says time and days itself. Leave out --at and --days, or --cron.',
    ],
    [
      'a time that is none',
      ['x', '--do', 'stop', '--at', '24:00'],
      "Option '--at <time>' argument '24:00' is invalid. Give a time from 00:00 to 23:59, like 08:00.",
    ],
    [
      'days that are none',
      ['x', '--do', 'stop', '--at', '08:00', '--days', 'soon'],
      "Option '--days <days>' argument 'soon' is invalid. Give days like mon-fri, sat,sun, weekdays, weekends or daily.",
    ],
    [
      'targets of the master switch',
      ['x', 'data', '--do', 'apps-off', '--at', '08:00'],
      'apps-off is for all apps, so it takes no targets. Say `--do stop` for data.',
    ],
    [
      'too long a time',
      ['x', '--do', 'stop', '--at', '08:00', '--missed', '8d'],
      "Option '--missed <duration>' argument '8d' is invalid. Give whole minutes, like 30m or 2h, up to 7d; or skip.",
    ],
  ])('refuses %s in one sentence', async (_what, words, sentence) => {
    const { exitCode, stderr } = await runCli(['schedule', 'add', ...words], { core })
    expect([exitCode, stderr]).toEqual([2, `switchyard: ${sentence}\n`])
  })

  it('pauses and removes', async () => {
    const paused = await runCli(['schedule', 'pause', 'morning', '--lab', '/lab'], { core })
    expect(paused.asked[0]).toEqual({
      operation: 'schedules.pause',
      input: { dir: '/lab', name: 'morning', isPaused: true },
    })
    expect((await runCli(['schedule', 'remove', 'morning'], { core })).stdout).toBe(
      'Schedule morning is removed.\n',
    )
    const none = await runCli(['schedule', 'remove', 'morning'], { core: { schedules: [] } })
    expect([none.exitCode, none.stderr]).toEqual([
      2,
      'switchyard: There is no schedule morning. `switchyard schedule list` shows those that there are.\n',
    ])
  })

  it('does at once what a schedule does at its time, or shows the plan', async () => {
    const run = () => [started(examplePlan()), finished(900)]
    const now = await runCli(['schedule', 'run-now', 'morning', '--lab', '/lab'], { core: { ...core, run } })
    expect([now.exitCode, now.asked.map(({ operation }) => operation)]).toEqual([
      0,
      ['schedules.list', 'schedules.runNow', 'runs.events'],
    ])
    const plan = await runCli(['schedule', 'run-now', 'morning', '--lab', '/lab', '--dry-run'], {
      core: { ...core, plan: examplePlan() },
    })
    expect(plan.asked[1]).toMatchObject({ operation: 'runs.plan', input: { kind: 'start', appsOnly: true } })
  })

  it('completes names of schedules and what can be done', async () => {
    const complete = async (...words: string[]) =>
      (await runCli(['complete', '--', 'schedule', ...words], { core })).stdout
        .split('\n')
        .flatMap((text) => text.split('\t')[0] || [])
    expect(await complete('pause', '')).toEqual(['morning', 'night', 'paused'])
    expect(await complete('add', 'x', '--do', 'apps')).toEqual(['apps-on', 'apps-off'])
    expect(await complete('add', '')).toEqual([])
  })
})

describe('switchyard autostart', () => {
  const status = {
    unavailable: null,
    file: '/home/me/.config/systemd/user/switchyard.service',
    wish: { dir: '/lab', environment: null, profiles: [], when: 'boot', startLab: true },
    isEnabled: true,
    isRunning: false,
    isLingering: false,
    tokenFile: '/home/me/.config/switchyard/serve-token',
    notes: ['It starts at login only: run `sudo loginctl enable-linger me` to have it at boot.'],
  } as const
  const autostart = {
    status: { ...status, wish: { ...status.wish, profiles: [] }, notes: [...status.notes] },
    plan: {
      file: status.file,
      text: '[Unit]\nDescription=x\n',
      state: 'new' as const,
      commands: [['systemctl', '--user', 'daemon-reload']],
      notes: ['The lab is started once after each boot, and not by this now.'],
    },
  }

  it('says whether Switchyard opens by itself', async () => {
    expect((await runCli(['autostart', 'status'], { core: { autostart } })).stdout).toBe(
      block`
        Switchyard opens when the machine boots, and starts the lab in /lab in its order.
        It is not running now.
        Its unit is /home/me/.config/systemd/user/switchyard.service.
        The token in /home/me/.config/switchyard/serve-token signs in to its page.
        It starts at login only: run \`sudo loginctl enable-linger me\` to have it at boot.
      ` + '\n',
    )
  })

  it('shows the unit and asks before it writes it', async () => {
    const argv = ['autostart', 'enable', '--boot', '--start-lab', '--lab', '/lab']
    const dry = await runCli([...argv, '--dry-run'], { core: { autostart } })
    expect([dry.exitCode, dry.stdout]).toEqual([
      0,
      block`
        A new file: /home/me/.config/systemd/user/switchyard.service
          [Unit]
          Description=x

        Then, as you and not as root:
          systemctl --user daemon-reload

        The lab is started once after each boot, and not by this now.
      ` + '\n',
    ])
    const unasked = await runCli(argv, { core: { autostart } })
    expect([unasked.exitCode, unasked.asked.map(({ operation }) => operation)]).toEqual([
      2,
      ['autostart.plan'],
    ])
    const refused = await runCli(argv, { core: { autostart }, answer: 'n' })
    expect(refused.exitCode).toBe(130)
    const said = await runCli(argv, { core: { autostart }, answer: 'y' })
    expect(said.asked[1]).toEqual({
      operation: 'autostart.enable',
      input: { dir: '/lab', environment: null, profiles: [], when: 'boot', startLab: true },
    })
    expect((await runCli([...argv, '--login'], { core: { autostart } })).stderr).toBe(
      "switchyard: Option '--boot' cannot be used with option '--login'.\n",
    )
  })
})
