import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ago, lease, nowMs, runSummary, service, stateOf } from '../shared/tray/sample-tray.ts'
import { examplePlan, started } from './support/examples.ts'
import type { FakeCore } from './support/fake-client.ts'
import { runCli } from './support/run-cli.ts'
import { block } from './support/text.ts'

const now = () => nowMs
const host = {
  state: {
    helper: { way: 'none' as const, isCurrent: null, problem: null, swapPlaces: [] },
    guards: [],
    leases: [lease()],
  },
}
const chat = { name: 'chat', states: [service('web', 'ready')] }

function coreOf(more: Partial<FakeCore> = {}, state = stateOf([chat])): FakeCore {
  return {
    labs: [{ name: 'northlight', dir: '/lab', lastUsedAt: ago(0) }],
    labEvents: [{ type: 'snapshot', at: ago(0), ...state }],
    staysOpen: true,
    links: [],
    ...more,
  }
}

async function labFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'switchyard-tray-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'compose.yaml'), 'services: {}\n')
  return folder
}

describe('tray --print', () => {
  it('prints the menu of the lab that was used last, with its ticks and submenus', async () => {
    const edge = { name: 'edge', alwaysOn: true, states: [service('proxy', 'stopped')] }
    const profiled = { ...chat, availableProfiles: ['gpu'] }
    const core = coreOf({}, stateOf([edge, profiled]))
    const { stdout, stderr, exitCode } = await runCli(['tray', '--print'], { core, now })
    expect([stderr, exitCode]).toEqual(['', 0])
    expect(stdout).toBe(block`
          northlight: 1 ready

          Start everything
      [x] Apps on (never touches always-on)

      [ ] edge: stopped, always on
      [x] chat: ready

          Profiles:
              For what is started next
          [ ] gpu

          Open Switchyard
          Quit (the lab keeps running)

    `)
  })

  it('prints icon and menu as data with --json', async () => {
    const { stdout } = await runCli(['tray', '--print', '--json'], { core: coreOf({ labs: [] }), now })
    expect(JSON.parse(stdout)).toMatchObject({
      icon: 'square',
      items: [
        { kind: 'normal', label: 'No lab yet', isEnabled: true, action: { type: 'open', place: '/labs' } },
        { kind: 'normal', label: 'Open a folder with Compose files' },
        { kind: 'separator' },
        { kind: 'normal', label: 'Open Switchyard', action: { type: 'open', place: null } },
        { kind: 'normal', label: 'Quit', action: { type: 'quit' } },
      ],
    })
  })

  it('looks at the lab that one stands in, before the one used last, and at the one that is named', async () => {
    const workingDir = await labFolder()
    const watched = async (argv: readonly string[]) => {
      const { asked } = await runCli([...argv, '--print'], { core: coreOf(), workingDir, now })
      return asked.find(({ operation }) => operation === 'labs.watch')?.input
    }
    expect(await watched(['tray'])).toEqual({ dir: workingDir, environment: null, profiles: [] })
    expect(await watched(['tray', '--lab', '/named', '--env', 'dev'])).toEqual({
      dir: '/named',
      environment: 'dev',
      profiles: [],
    })
  })

  it('looks through the environment that runs, unless another one is named', async () => {
    const environment = (name: string | null, isRunning: boolean) => ({ name, isRunning, stacks: [] })
    const core = coreOf(
      {
        environments: {
          lab: { name: 'northlight', dir: '/lab' },
          environments: [environment(null, false), environment('dev', true), environment('prod', false)],
          isEngineThere: true,
        },
      },
      stateOf([{ ...chat, environments: ['dev', 'prod'] }]),
    )
    const watched = async (...argv: string[]) => {
      const { asked } = await runCli(['tray', '--print', '--lab', '/lab', ...argv], { core, now })
      return asked.filter(({ operation }) => operation === 'labs.watch').at(-1)?.input
    }
    expect(await watched()).toEqual({ dir: '/lab', environment: 'dev', profiles: [] })
    expect(await watched('--env', 'prod')).toEqual({ dir: '/lab', environment: 'prod', profiles: [] })
  })

  it('tells who holds the host, and how far a run is that goes on', async () => {
    const core = coreOf(
      { host, run: () => [started(examplePlan())] },
      stateOf([chat], { runs: [runSummary()] }),
    )
    const { stdout } = await runCli(['tray', '--print'], { core, now })
    expect(stdout).toContain('northlight: starting, 0 of 3 ready\n')
    expect(stdout).toContain('Cancel start data and apps\n')
    expect(stdout).toContain('Heavy load: held by run 4f1c22aa for 1m 30s\n')
  })

  it('is wrong use without --print: the tray itself is there while the desktop app runs', async () => {
    const { exitCode, stderr } = await runCli(['tray'])
    expect([exitCode, stderr]).toEqual([2, "switchyard: Required option '--print' not specified.\n"])
  })
})
