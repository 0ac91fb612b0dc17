import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { findDebianProgram } from '../../scripts/engine/find-debian-program.ts'
import { packageHeadless } from '../../scripts/package/package-headless.ts'
import { readRelease } from '../../scripts/package/release.ts'
import { installPlanSchema } from '../../src/shared/host.ts'
import { startHostMachine, type HostMachine } from './support/host-machine.ts'

const checkout = join(import.meta.dirname, '../..')
const operator = 1000
const helper = '/usr/lib/switchyard/host/switchyard-host'

let root: string
let made: Awaited<ReturnType<typeof packageHeadless>>
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'switchyard-package-'))
  const release = await readRelease(checkout, process.env)
  made = await packageHeadless({ root: checkout, outDir: root, release, isQuick: true })
})
afterAll(() => rm(root, { recursive: true }))

describe('the npm package', () => {
  it('is installed for everybody without a registry, and runs on the Node that is there', async () => {
    const prefix = join(root, 'global')
    const home = join(root, 'home')
    await mkdir(home)
    const node = join(checkout, 'node_modules/node/bin')
    const env = { HOME: home, PATH: `${join(prefix, 'bin')}:${node}:/usr/bin:/bin` }
    const how = { env: { ...process.env, ...env }, cwd: home }
    await execa(
      'npm',
      ['install', '--global', '--offline', '--no-audit', '--prefix', prefix, made.tarball],
      how,
    )
    expect((await execa('switchyard', ['--version'], how)).stdout).toBe(packageJson.version)
    expect((await execa('switchyard', ['--help'], how)).stdout).toContain('start the whole lab, in order')
    const page = join(prefix, 'lib/node_modules/switchyard/out/renderer/index.html')
    expect((await execa('head', ['-c', '15', page])).stdout.toLowerCase()).toBe('<!doctype html>')
  })
})

describe('the manual page', () => {
  it('is one that a strict formatter has nothing to say about', async () => {
    const mandoc = await findDebianProgram({
      packageName: 'mandoc',
      path: 'usr/bin/mandoc',
      target: 'mandoc/mandoc',
      announcement: 'Fetching mandoc from Debian',
    })
    const { stdout: page } = await execa(join(checkout, 'bin/switchyard'), ['manual'])
    const { stdout } = await execa(mandoc, ['-Tlint', '-Wwarning'], { input: page, reject: false })
    expect(stdout).toBe('')
  })
})

describe('the deb, on a Debian that never saw Switchyard', () => {
  let machine: HostMachine
  let before: readonly string[]
  let lab: string

  beforeAll(async () => {
    await execa('chmod', ['755', root])
    lab = join(root, 'lab')
    machine = await startHostMachine({
      engineVariables: inject('engineVariables'),
      isBare: true,
      mounts: [{ from: root, to: root }],
    })
    // The machine's image was made without manuals; an ordinary system has them.
    await machine.exec(['sh', '-c', 'rm -f /etc/dpkg/dpkg.cfg.d/*'])
    before = await listAll()
  })
  afterAll(async () => {
    await machine.stop()
    const ids = await docker('ps', '--all', '--quiet', '--filter', 'name=^sample-')
    if (ids !== '') await docker('rm', '--force', '--volumes', ...ids.split('\n'))
    await docker('network', 'prune', '--force')
    await docker('volume', 'rm', '--force', 'sample-infrastructure_database', 'sample-models_models')
  })

  const soon = { timeout: 60_000, interval: 100 }
  const asOperator = {
    user: 'operator',
    env: { HOME: '/home/operator', XDG_RUNTIME_DIR: `/run/user/${operator}`, SWITCHYARD_HOST: '' },
  }

  async function docker(...args: readonly string[]): Promise<string> {
    return (await execa('docker', args, { env: { ...process.env, ...inject('engineVariables') } })).stdout
  }

  /** Runs it to a good end, as the operator; what it printed. */
  async function run(...args: readonly string[]): Promise<string> {
    const said = await machine.exec(args, { ...asOperator, timeoutMs: 120_000 })
    expect([args.join(' '), said.code, said.stderr]).toEqual([args.join(' '), 0, ''])
    return said.stdout
  }

  async function apt(...args: readonly string[]): Promise<void> {
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    const said = await machine.exec(['apt-get', '--quiet=2', '--yes', ...args], { env })
    if (said.code !== 0) throw new Error(`${said.stdout}${said.stderr}`)
  }

  /** Every path with owner and mode, but for what apt and the system itself keep writing. */
  async function listAll(): Promise<readonly string[]> {
    const others = ['/var/lib/dpkg', '/var/lib/apt', '/var/cache', '/var/log', '/var/lib/systemd', root]
    const skipped = ['/proc', '/sys', '/dev', '/run', '/tmp', '/var/tmp', '/opt', ...others]
    const pruned = skipped.flatMap((path, index) => [...(index === 0 ? [] : ['-o']), '-path', path])
    const find = ['find', '/', '-xdev', '(', ...pruned, ')', '-prune', '-o', '-printf', '%M %u %g %p %l\\n']
    const varLib = ['find', '/var/lib', '(', ...pruned, ')', '-prune', '-o', '-printf', '%M %u %g %p %l\\n']
    const lists = await Promise.all([machine.exec(find), machine.exec(varLib)])
    return [...new Set(lists.flatMap(({ stdout }) => stdout.split('\n')))].sort()
  }

  async function listAdded(): Promise<readonly string[]> {
    return (await listAll()).filter((line) => !before.includes(line)).map((line) => line.split(' ')[3] ?? '')
  }

  const running = async () =>
    (await docker('ps', '--filter', 'name=^sample-', '--format', '{{.Names}}')).split('\n').sort()
  const wholeLab = [
    'sample-apps-agent-1',
    'sample-apps-chat-1',
    'sample-infrastructure-database-1',
    'sample-infrastructure-gateway-1',
    'sample-models-model-server-1',
  ]

  it('has all it needs, and starts nothing', async () => {
    await apt('install', '--no-install-recommends', made.deb)
    expect(await run('switchyard', '--version')).toBe(`${packageJson.version}\n`)
    expect(await run('sh', '-c', 'zcat /usr/share/man/man1/switchyard.1.gz | head -1')).toMatch(
      /^\.TH SWITCHYARD 1 \d{4}-\d\d-\d\d "switchyard /,
    )
    const complete =
      'source /usr/share/bash-completion/completions/switchyard; _switchyard; echo ${COMPREPLY[@]}'
    expect(await run('bash', '-c', `COMP_WORDS=(switchyard sta); COMP_CWORD=1; ${complete}`)).toBe('status\n')
    expect((await machine.exec(['dpkg', '--verify', 'switchyard'])).stdout).toBe('')
    expect((await machine.exec(['pgrep', '--full', 'lib/[s]witchyard'])).stdout).toBe('')
    // As for somebody who is logged in.
    await machine.exec(['loginctl', 'enable-linger', 'operator'])
    await vi.waitFor(
      async () => expect(await run('systemctl', '--user', 'is-system-running')).toBe('running\n'),
      soon,
    )
    expect(await run('switchyard', 'autostart', 'status')).toBe('Switchyard does not open by itself.\n')
    expect((await machine.exec(['systemctl', 'is-system-running'])).stdout).toBe('running\n')
  })

  it('brings a helper that asks for a password until the operator says otherwise, and stays the package’s', async () => {
    const plan = async (...args: readonly string[]) =>
      installPlanSchema.parse(
        JSON.parse(await run('switchyard', 'host', 'install', '--dry-run', '--json', ...args)),
      )
    const ask = async () => (await machine.exec(['pkexec', helper, 'status'], { user: 'operator' })).code
    expect((await plan('--ask-password')).isCurrent).toBe(true)
    expect(await ask()).toBe(127)
    expect((await plan()).items.map(({ path, state }) => [path, state])).toEqual([
      ['/etc/switchyard', 'new'],
      ['/etc/switchyard/installed.json', 'new'],
      ['/etc/polkit-1/rules.d/50-switchyard.rules', 'new'],
    ])
    await run('switchyard', 'host', 'install', '--yes')
    expect(await run('switchyard', 'host', 'install')).toBe(
      'The host helper is installed, and is this version: nothing to do.\n',
    )
    await expect.poll(ask, soon).toBe(0)
    expect(await run('switchyard', 'host', 'uninstall', '--yes')).toContain(
      '/usr/lib/switchyard/host stays: it belongs to the package switchyard. `sudo apt remove switchyard` removes it.\n',
    )
    expect((await listAdded()).filter((path) => path.startsWith('/etc/'))).toEqual([])
    expect((await machine.exec(['dpkg', '--verify', 'switchyard'])).stdout).toBe('')
    // The next test removes with it what is installed now.
    await run('switchyard', 'host', 'install', '--yes')
  })

  it('brings the sample lab up, and again when the machine starts', async () => {
    await machine.exec(['cp', '--recursive', '/usr/lib/switchyard/resources/sample-lab', lab])
    await machine.exec(['chown', '--recursive', 'operator', lab])
    await run('switchyard', 'up', '--lab', lab)
    expect(await running()).toEqual(wholeLab)
    const autostart = () => run('switchyard', 'autostart', 'status')
    await run('systemctl', '--user', '--quiet', 'enable', 'switchyard')
    expect(await autostart()).toContain('by the unit of its package')
    await run('switchyard', 'autostart', 'disable')
    expect(await autostart()).toBe('Switchyard does not open by itself.\n')
    await run('systemctl', '--user', '--quiet', 'enable', 'switchyard')
    await run('switchyard', 'autostart', 'enable', '--boot', '--start-lab', '--yes', '--lab', lab)
    const unit = '/home/operator/.config/systemd/user/switchyard.service'
    expect(await run('systemctl', '--user', 'show', 'switchyard', '--property=FragmentPath', '--value')).toBe(
      `${unit}\n`,
    )

    await docker('kill', ...wholeLab)
    await machine.reboot()
    await vi.waitFor(async () => expect(await running()).toEqual(wholeLab), soon)
    await vi.waitFor(async () => {
      const { code } = await machine.exec(['switchyard', 'status', '--lab', lab, '--json'], asOperator)
      expect(code).toBe(0)
    }, soon)
    expect(await autostart()).toContain('It is running now.\n')
  })

  it('gives the host back and goes without a trace but for what belongs to the operator', async () => {
    const earlyoom = async () => (await machine.exec(['systemctl', 'is-active', 'earlyoom'])).stdout
    expect(await earlyoom()).toBe('active\n')
    await run('switchyard', 'host', 'earlyoom', 'pause', '--yes')
    expect(await earlyoom()).toBe('inactive\n')
    await apt('purge', 'switchyard')
    expect(await earlyoom()).toBe('active\n')
    expect((await machine.exec(['pgrep', '--full', 'lib/[s]witchyard'])).stdout).toBe('')
    expect(await running()).toEqual(wholeLab)
    const own = ['/home/operator/.cache', '/home/operator/.config', '/home/operator/.local']
    expect((await listAdded()).filter((path) => !own.some((dir) => path.startsWith(dir)))).toEqual([])
    expect((await machine.exec(['find', '/var/log', '-name', 'switchyard*'])).stdout).toBe('')
    const after = await listAll()
    expect(before.filter((line) => !after.includes(line))).toEqual([])
    expect(await run('find', '/home/operator/.config', '-type', 'f')).toContain('switchyard.service')
    expect(basename(made.deb)).toMatch(/^switchyard_.*_(amd64|arm64)\.deb$/)
  })
})
