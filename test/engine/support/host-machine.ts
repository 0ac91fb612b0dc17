import { chmod, chown, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { execa } from 'execa'
import { fetchEngine } from '../../../scripts/engine/fetch.ts'
import { ensureImages, imageTag } from '../../../scripts/engine/images.ts'
import {
  execInMachine,
  spawnInMachine,
  type MachineCommandOptions,
  type MachineProcess,
  type MachineShell,
  type Said,
} from './machine-commands.ts'
import { removeLeftMachines, turnSwapOff } from './machine-swap.ts'

const checkout = join(import.meta.dirname, '../../..')
/** Of the group `docker` inside; no group of the machine outside has it. */
const dockerGroupId = 64_990

export interface HostMachineOptions {
  /** Of the private engine that the machine runs in. */
  readonly engineVariables: Readonly<Record<string, string>>
  /** `none`: nothing runs but what a test starts. Default `systemd`. */
  readonly init?: 'systemd' | 'none'
  /** Address of the engine that programs inside the machine talk to, `unix://…`; default the one it runs in. */
  readonly dockerHost?: string
  /** The built terminal door; default `out/cli`. */
  readonly outDir?: string
  /** Default the checkout's; another one for another version of the helper. */
  readonly resourcesDir?: string
  /** Leaves the checkout out: a machine that never saw Switchyard. */
  readonly isBare?: boolean
  /** More folders of the host, like a lab, which the engine and the machine must find at the same path. */
  readonly mounts?: readonly { readonly from: string; readonly to: string; readonly isReadOnly?: boolean }[]
}

/**
 * A machine of its own for the host's part: users `root`, `operator` and `guest`, its own init, polkit and earlyoom, but the
 * host's kernel, memory and swap. Inside: `/opt/switchyard/bin/switchyard` (the checkout's), `docker` with Compose, and
 * `/var/lib` on a real file system on which swap files can be.
 */
export interface HostMachine extends AsyncDisposable {
  readonly container: string
  /** Units that did not start. */
  readonly failedUnits: readonly string[]
  exec(args: readonly string[], options?: MachineCommandOptions): Promise<Said>
  /** The terminal door of the checkout, as `switchyard ARGS`. */
  switchyard(args: readonly string[], options?: MachineCommandOptions): Promise<Said>
  spawn(args: readonly string[], options?: MachineCommandOptions): Promise<MachineProcess>
  /** The host's folder that is `/var/lib` inside. */
  readonly varLibDir: string
  /** As a power failure would: swap is off, processes are gone, disks stay. Resolves when it has booted again. */
  reboot(): Promise<void>
  /** Takes off its swap and removes all of it. */
  stop(): Promise<void>
}

/** Boots a machine in a private engine; the first time the image is built, which takes half a minute. */
export async function startHostMachine(options: HostMachineOptions): Promise<HostMachine> {
  const { engineVariables, init = 'systemd' } = options
  await ensureImages(engineVariables, ['machine'], { report: (line) => console.log(line) })
  await removeLeftMachines(engineVariables)
  const home = await mkdtemp(join(tmpdir(), 'switchyard-machine-'))
  const container = home.slice(home.lastIndexOf('/') + 1)
  const machine: MachineShell = {
    container,
    engineVariables,
    pidDir: join(home, 'pids'),
    env: {
      DOCKER_HOST: 'unix:///opt/engine/docker.sock',
      DOCKER_CONFIG: '/opt/docker',
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/docker/bin',
    },
  }
  const docker = async (args: readonly string[]) =>
    (await execa('docker', [...args], { env: engineVariables })).stdout
  const stop = async () => {
    await turnSwapOff(engineVariables, container)
    await docker(['kill', container]).catch(() => undefined) // it may have stopped by itself, or never started
    await turnSwapOff(engineVariables, container)
    await docker(['rm', '--force', '--volumes', container])
    await rm(home, { recursive: true, force: true })
  }
  const start = async (command: readonly string[]): Promise<readonly string[]> => {
    await shareSocket(options)
    await docker(command)
    return init === 'systemd' ? waitForSystemd(machine) : []
  }
  try {
    const failedUnits = await start(['run', ...(await runArguments(options, container, home))])
    const volume = '{{range .Mounts}}{{if eq .Destination "/var/lib"}}{{.Source}}{{end}}{{end}}'
    return {
      container,
      failedUnits,
      exec: (args, how) => execInMachine(machine, args, how),
      switchyard: (args, how) => execInMachine(machine, ['/opt/switchyard/bin/switchyard', ...args], how),
      spawn: (args, how) => spawnInMachine(machine, args, how),
      varLibDir: (await docker(['inspect', '--format', volume, container])).trim(),
      reboot: async () => {
        await docker(['kill', container]).catch(() => undefined)
        await turnSwapOff(engineVariables, container)
        await start(['start', container])
      },
      stop,
      [Symbol.asyncDispose]: stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function runArguments(
  { engineVariables, dockerHost, init, outDir, resourcesDir, isBare, mounts = [] }: HostMachineOptions,
  container: string,
  home: string,
): Promise<string[]> {
  const { binDir, pluginDir } = await fetchEngine()
  const dockerDir = join(home, 'docker')
  await chmod(home, 0o755)
  await mkdir(join(dockerDir, 'bin'), { recursive: true })
  await mkdir(join(dockerDir, 'cli-plugins'))
  await symlink('/opt/engine-bin/docker', join(dockerDir, 'bin', 'docker'))
  await symlink('/opt/engine-plugins/docker-compose', join(dockerDir, 'cli-plugins', 'docker-compose'))
  await mkdir(join(home, 'pids'))
  await chmod(join(home, 'pids'), 0o1777)
  const switchyard: Readonly<Record<string, string>> = {
    [join(checkout, 'bin')]: '/opt/switchyard/bin',
    [join(checkout, 'package.json')]: '/opt/switchyard/package.json',
    [outDir ?? join(checkout, 'out/cli')]: '/opt/switchyard/out/cli',
    [resourcesDir ?? join(checkout, 'resources')]: '/opt/switchyard/resources',
    [join(checkout, 'node_modules/node/bin')]: '/opt/switchyard/node_modules/node/bin',
  }
  const readOnly: Readonly<Record<string, string>> = {
    ...(isBare ? {} : switchyard),
    [binDir]: '/opt/engine-bin',
    [pluginDir]: '/opt/engine-plugins',
    [dockerDir]: '/opt/docker',
    // The folder, not the socket: an engine that starts again makes a new one.
    [dirname(socketOf(dockerHost ?? engineVariables['DOCKER_HOST']))]: '/opt/engine',
  }
  const bind = (from: string, to: string, isReadOnly: boolean) =>
    `--mount=type=bind,source=${from},target=${to}${isReadOnly ? ',readonly' : ''}`
  return [
    ...[
      '--detach',
      '--name',
      container,
      '--hostname',
      'machine',
      '--label',
      `switchyard.machine=${process.pid}`,
    ],
    ...['--privileged', '--cgroupns=private', '--tmpfs', '/run', '--tmpfs', '/run/lock'],
    ...Object.entries(readOnly).map(([from, to]) => bind(from, to, true)),
    bind(join(home, 'pids'), '/opt/pids', false),
    ...mounts.map(({ from, to, isReadOnly = false }) => bind(from, to, isReadOnly)),
    ...(init === 'none'
      ? ['--init', imageTag('machine'), '/sbin/boot', 'sleep', 'infinity']
      : [imageTag('machine')]),
  ]
}

/** The machine's group `docker` may talk to the engine, as on a desktop. The socket goes with the private engine. */
async function shareSocket({ engineVariables, dockerHost }: HostMachineOptions): Promise<void> {
  const socket = socketOf(dockerHost ?? engineVariables['DOCKER_HOST'])
  await chown(socket, 0, dockerGroupId)
  await chmod(socket, 0o660)
}

function socketOf(dockerHost: string | undefined): string {
  if (!dockerHost?.startsWith('unix://')) throw new Error('A machine needs the socket of a private engine.')
  return dockerHost.slice('unix://'.length)
}

/** Names of the units that failed, when the boot is over. Throws when it is not after a minute. */
async function waitForSystemd(machine: MachineShell): Promise<readonly string[]> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const { stdout, stderr } = await execInMachine(machine, ['systemctl', 'is-system-running', '--wait'])
    if (stdout === 'running\n') return []
    if (stdout === 'degraded\n') {
      const failed = ['systemctl', 'list-units', '--failed', '--plain', '--no-legend']
      const { stdout: units } = await execInMachine(machine, failed)
      return units
        .split('\n')
        .flatMap((line) => line.split(' ', 1))
        .filter((name) => name !== '')
    }
    if (Date.now() > deadline) throw new Error(`The machine did not boot: ${stdout}${stderr}`)
    await sleep(20)
  }
}

/** The lines of `/proc/swaps` without their heading: swap is the host's, so it is the same inside and outside. */
export async function readSwaps(): Promise<readonly string[]> {
  return (await readFile('/proc/swaps', 'utf8')).trim().split('\n').slice(1)
}
