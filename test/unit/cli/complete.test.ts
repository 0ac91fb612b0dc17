import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { completionScripts } from '../../../src/main/cli/complete/scripts.ts'
import type { LabView, StackView } from '../../../src/shared/lab.ts'
import { runCli } from './support/run-cli.ts'

function stack(name: string, services: string[], more: Partial<StackView> = {}): StackView {
  const paths = { dir: '/lab', files: [], envFiles: [] }
  const facts = { project: name, alwaysOn: false, autoStart: true, wave: 0, needs: [], links: [], why: '' }
  return {
    name,
    services,
    ...paths,
    ...facts,
    profiles: [],
    availableProfiles: [],
    environments: [],
    ...more,
  }
}

const lab: LabView = {
  name: 'northlight',
  dir: '/lab',
  configFile: null,
  environment: null,
  stacks: [
    stack('infra', ['proxy'], { alwaysOn: true, profiles: ['gpu', 'cpu'] }),
    stack('data', ['db', 'redis'], { profiles: ['cpu'], environments: ['dev', 'prod'] }),
  ],
  layers: [],
  notes: [],
}

async function complete(...words: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await runCli(['complete', '--', ...words], { core: { lab } })
  return stdout
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => text.split('\t')[0] ?? '')
}

describe('completion', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['commands', ['st'], ['stop', 'status', 'storage']],
    ['commands of a command', ['host', '--json', 'unin'], ['uninstall']],
    ['options of such a command', ['host', 'install', '--swap'], ['--swap-place']],
    ['stacks and services', ['up', ''], ['infra', 'infra/proxy', 'data', 'data/db', 'data/redis']],
    ['services of a stack', ['up', 'data/'], ['data/db', 'data/redis']],
    ['targets that were not named yet', ['stop', '--dry-run', 'data', 'd'], ['data/db', 'data/redis']],
    ['actions and targets of a plan', ['plan', 'd'], ['down', 'data', 'data/db', 'data/redis']],
    ['the states of the master switch', ['apps', ''], ['on', 'off']],
    ['nothing after the last argument', ['apps', 'on', ''], []],
    [
      'options of a command and of all',
      ['logs', '--'],
      ['--follow', '--tail', '--lab', '--profile', '--env', '--json', '--debug', '--version'],
    ],
    ['the styles of a split', ['split', '--style', ''], ['split', 'numbered']],
    ['profiles', ['up', '--profile', ''], ['gpu', 'cpu']],
    ['environments after an equals sign', ['up', '--env=p'], ['prod']],
    ['environments as Bash splits them', ['up', '--env', '=', 'd'], ['dev']],
    ['environments right after the equals sign of Bash', ['up', '--env', '='], ['dev', 'prod']],
    ['environments to run a command in', ['run-in', ''], ['default', 'dev', 'prod']],
    ['environments and stacks to switch', ['switch', 'd'], ['data', 'default', 'dev']],
    ['stacks after the environment', ['switch', 'dev', 'd'], ['data']],
    ['folders by the shell', ['--lab', '/ho'], [':folders']],
    ['nothing for a value that it does not know', ['up', '--timeout', ''], []],
  ])('offers %s', async (_what, words, values) => {
    expect([...(await complete(...words))].sort()).toEqual([...values].sort())
  })

  it('looks at the lab that the command line names', async () => {
    const { asked } = await runCli(['complete', '--', '--lab', '/other', 'up', ''], { core: { lab } })
    expect(asked).toEqual([
      { operation: 'labs.describe', input: { dir: '/other', environment: null, profiles: [] } },
    ])
  })

  it('prints nothing at all when the lab cannot be read', async () => {
    const result = await runCli(['complete', '--', 'up', ''], { core: { error: new Error('broken') } })
    expect(result).toMatchObject({ exitCode: 0, stdout: '', stderr: '' })
  })

  it('does not open the core for what it knows itself', async () => {
    expect((await runCli(['complete', '--', 'u'])).opened).toBe(0)
  })
})

describe('completion scripts', () => {
  it.each(['bash', 'zsh', 'fish'] as const)('of %s are printed without the core', async (shell) => {
    const result = await runCli(['completion', shell])
    expect(result).toMatchObject({ exitCode: 0, opened: 0, stdout: completionScripts[shell] })
  })

  it('quote a hostile name in Bash instead of running it', () => {
    const hostile = 'a b$(echo owned)'
    const fake = `switchyard() { printf '%s\\tstack\\n' '${hostile}'; }`
    const ask = 'COMP_WORDS=(switchyard up "") COMP_CWORD=2; _switchyard; printf "%s\\n" "${COMPREPLY[@]}"'
    // Sourced twice, as a shell does that reads its start file again.
    const script = [fake, completionScripts.bash, completionScripts.bash, ask].join('\n')
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8' })
    expect({ stdout, stderr }).toEqual({ stdout: 'a\\ b\\$\\(echo\\ owned\\)\n', stderr: '' })
  })
})
