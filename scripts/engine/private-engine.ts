import { spawn } from 'node:child_process'
import { mkdir, open, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { getuid } from 'node:process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { engineAnswers, removeEverythingRunning } from './engine-api.ts'
import { removeCgroups } from './engine-cgroups.ts'
import { engineCacheDir, engineRunDir } from './engine-folders.ts'
import { bridgeName, createNetwork, removeNetwork } from './engine-network.ts'
import type { EngineNetwork } from './engine-network.ts'
import {
  endProcess,
  findEngineProcesses,
  identify,
  isAlive,
  sendSignal,
  waitUntilGone,
} from './engine-processes.ts'
import type { ProcessIdentity } from './engine-processes.ts'
import { fetchEngine } from './fetch.ts'
import type { EngineTools } from './fetch.ts'
import { tryCommand } from './run-command.ts'
import { withLock } from './with-lock.ts'

export interface PrivateEngineOptions {
  /** Lower-case letters, digits and dashes, at most 31. Instances of different names run side by side. */
  readonly instance: string
  /** Default: `engineCacheDir()`. */
  readonly cacheDir?: string
  /** Whether images and build cache stay when the engine is stopped; default true. Containers, networks and volumes go. */
  readonly keepData?: boolean
  /** Further settings of `daemon.json`, which override ours. */
  readonly daemonSettings?: Readonly<Record<string, unknown>>
  /** How long the engine may take until it answers; default 30 s. */
  readonly startTimeoutMs?: number
  /** Told in one line what takes long. */
  readonly report?: (line: string) => void
}

export interface PrivateEngine {
  readonly instance: string
  /** The engine's address, `unix://…`. */
  readonly dockerHost: string
  readonly dockerConfigDir: string
  /** `DOCKER_HOST`, `DOCKER_CONFIG` and a `PATH` that finds this engine's docker first. */
  readonly env: Readonly<Record<string, string>>
  readonly dataRoot: string
  readonly logPath: string
  /** True when the instance was running already, so that somebody else may be using it. */
  readonly wasRunning: boolean
  /** Pid of dockerd; throws when it does not run. */
  readonly pid: () => Promise<number>
  /** Kills dockerd and containerd as a crash would. Containers run on. */
  readonly kill: () => Promise<void>
  /** Starts the daemons again on the same data and address; ends them first (with their containers) if they run. */
  readonly restart: () => Promise<void>
  /**
   * Removes containers, networks and volumes, ends the daemons and removes what they made. Images and build cache go,
   * too, when the engine was started not to keep data, or with `forget`.
   */
  readonly stop: (forget?: boolean) => Promise<void>
}

/**
 * Starts a Docker Engine of our own beside whatever else is on this machine, or finds the instance running.
 * It outlives this process. Needs root. Throws one sentence that names the log when the engine does not start.
 */
export async function startPrivateEngine(options: PrivateEngineOptions): Promise<PrivateEngine> {
  if (!/^[a-z0-9][a-z0-9-]{0,30}$/.test(options.instance)) {
    throw new Error(
      `"${options.instance}" cannot name an engine: lower-case letters, digits and dashes only, at most 31.`,
    )
  }
  if (getuid?.() !== 0) throw new Error('A private engine can be started by root only.')
  const cacheDir = options.cacheDir ?? engineCacheDir()
  const tools = await fetchEngine({ cacheDir, ...(options.report && { report: options.report }) })
  return withLock(runDirOf(options.instance), async () => {
    const running = await readState(options.instance)
    if (running !== undefined && (await engineAnswers(running.dockerHost))) return engineOf(running, true)
    await removeLeftovers(options.instance, running, tools)
    const state = await prepare(options, cacheDir, tools)
    try {
      await startDaemons(state)
      await removeEverythingRunning(state.dockerHost)
    } catch (error) {
      await removeLeftovers(options.instance, state, tools)
      throw error
    }
    return engineOf(state, false)
  })
}

/** The running instance of that name, or `undefined`. */
export async function findPrivateEngine(instance: string): Promise<PrivateEngine | undefined> {
  const state = await readState(instance)
  return state === undefined ? undefined : engineOf(state, true)
}

/** The names of all instances that run, or crashed and were not cleaned up. */
export async function listPrivateEngines(): Promise<string[]> {
  return (await readdir(engineRunDir()).catch(() => [])).sort()
}

/** What must be known to manage an instance; written down, so that any process can. */
interface EngineState {
  readonly instance: string
  /** Of the kernel: a pid from before the last boot says nothing. */
  readonly bootId: string
  readonly instanceDir: string
  readonly keepData: boolean
  readonly startTimeoutMs: number
  readonly dockerHost: string
  readonly network: EngineNetwork
  readonly tools: EngineTools
}

function runDirOf(instance: string): string {
  return join(engineRunDir(), instance)
}

function cgroupOf(instance: string): string {
  return `switchyard-${instance}`
}

function logPathOf(state: EngineState, program: string): string {
  return join(state.instanceDir, `${program}.log`)
}

function engineOf(state: EngineState, wasRunning: boolean): PrivateEngine {
  const runDir = runDirOf(state.instance)
  const dockerConfigDir = join(runDir, 'docker-config')
  const locked = (work: () => Promise<void>): Promise<void> => withLock(runDir, work)
  return {
    instance: state.instance,
    dockerHost: state.dockerHost,
    dockerConfigDir,
    env: {
      DOCKER_HOST: state.dockerHost,
      DOCKER_CONFIG: dockerConfigDir,
      PATH: pathWithFirst(state.tools.binDir),
    },
    dataRoot: join(state.instanceDir, 'data'),
    logPath: logPathOf(state, 'dockerd'),
    wasRunning,
    pid: async () => {
      const daemon = await readDaemon(state, 'dockerd')
      if (daemon === undefined) throw new Error(`The private engine ${state.instance} does not run.`)
      return daemon.pid
    },
    kill: () => locked(() => killDaemons(state)),
    restart: () =>
      locked(async () => {
        await endDaemons(state)
        await startDaemons(state)
      }),
    stop: (forget = false) =>
      locked(async () => {
        if ((await readState(state.instance)) === undefined) return
        // After a crash, too, the engine itself knows best what it has made. What it cannot remove any more does not
        // keep it from being stopped: the next start tries again.
        await (async () => {
          if (!(await engineAnswers(state.dockerHost))) {
            await killDaemons(state)
            await startDaemons(state)
          }
          await removeEverythingRunning(state.dockerHost)
        })().catch(() => undefined)
        await endDaemons(state)
        await removeLeftovers(state.instance, state, state.tools)
        if (forget || !state.keepData) await rm(state.instanceDir, { recursive: true, force: true })
      }),
  }
}

function pathWithFirst(folder: string): string {
  const others = (process.env['PATH'] ?? '/usr/bin:/bin').split(':').filter((other) => other !== folder)
  return [folder, ...others].join(':')
}

async function readState(instance: string): Promise<EngineState | undefined> {
  const text = await readFile(join(runDirOf(instance), 'state.json'), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as EngineState)
}

/** The blocks of addresses of all instances; to be asked for while nobody takes one. */
async function readPools(): Promise<string[]> {
  const states = await Promise.all((await listPrivateEngines()).map(readState))
  return states.flatMap((state) => state?.network.pool ?? [])
}

async function prepare(
  options: PrivateEngineOptions,
  cacheDir: string,
  tools: EngineTools,
): Promise<EngineState> {
  const { instance } = options
  const runDir = runDirOf(instance)
  const instanceDir = join(cacheDir, 'instances', instance)
  await mkdir(join(runDir, 'docker-config', 'cli-plugins'), { recursive: true })
  await mkdir(instanceDir, { recursive: true })
  // dockerd would give the bridge the address again that it had in the block of the last time.
  await rm(join(instanceDir, 'data', 'docker', 'network'), { recursive: true, force: true })
  // Two instances that look for a free block of addresses at the same time would find the same one.
  const state = await withLock(engineRunDir(), async () => {
    const network = await createNetwork(tools.busyboxPath, instance, await readPools())
    const made: EngineState = {
      instance,
      bootId: await readBootId(),
      instanceDir,
      keepData: options.keepData ?? true,
      startTimeoutMs: options.startTimeoutMs ?? 30_000,
      dockerHost: `unix://${join(runDir, 'docker.sock')}`,
      network,
      tools,
    }
    await writeFile(join(runDir, 'state.json'), JSON.stringify(made, null, 2))
    return made
  })
  await writeFile(join(runDir, 'ip-forward'), '1\n')
  for (const folder of sharedFolders) await mkdir(join(runDir, 'run', folder), { recursive: true })
  await writeFile(join(runDir, 'docker-config', 'config.json'), '{}\n')
  for (const plugin of await readdir(tools.pluginDir)) {
    await symlink(join(tools.pluginDir, plugin), join(runDir, 'docker-config', 'cli-plugins', plugin))
  }
  await writeFile(join(runDir, 'containerd.toml'), containerdSettings(state))
  await writeFile(
    join(runDir, 'dockerd.json'),
    JSON.stringify(dockerdSettings(state, options.daemonSettings), null, 2),
  )
  for (const program of ['containerd', 'dockerd']) await writeFile(logPathOf(state, program), '')
  return state
}

function containerdSettings(state: EngineState): string {
  const runDir = runDirOf(state.instance)
  return [
    'version = 2',
    `root = ${JSON.stringify(join(state.instanceDir, 'data', 'containerd'))}`,
    `state = ${JSON.stringify(join(runDir, 'containerd'))}`,
    'disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.cri.v1.images", "io.containerd.cri.v1.runtime"]',
    '[grpc]',
    `address = ${JSON.stringify(join(runDir, 'containerd.sock'))}`,
    '',
  ].join('\n')
}

function dockerdSettings(
  state: EngineState,
  more: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, unknown>> {
  const runDir = runDirOf(state.instance)
  const loopback = '127.0.0.1'
  return {
    hosts: [state.dockerHost],
    // Without an address dockerd would take a containerd that runs on this machine already.
    containerd: join(runDir, 'containerd.sock'),
    'data-root': join(state.instanceDir, 'data', 'docker'),
    'exec-root': join(runDir, 'exec'),
    pidfile: join(runDir, 'dockerd.pid'),
    group: 'root',
    bridge: state.network.bridge,
    'default-address-pools': [{ base: state.network.pool, size: 24 }],
    // Published ports: on loopback only, by the userland proxy, without a rule in the host's firewall.
    ip: loopback,
    'default-network-opts': { bridge: { 'com.docker.network.bridge.host_binding_ipv4': loopback } },
    'userland-proxy': true,
    'userland-proxy-path': join(state.tools.binDir, 'docker-proxy'),
    // Names that no service has are not asked of the outside world: the same answer with and without a network.
    dns: [loopback],
    iptables: false,
    ip6tables: false,
    'ip-forward': false,
    // systemd is not everywhere, and its slices would be the machine's.
    'exec-opts': ['native.cgroupdriver=cgroupfs'],
    'cgroup-parent': `/${cgroupOf(state.instance)}`,
    ...more,
  }
}

async function startDaemons(state: EngineState): Promise<void> {
  const runDir = runDirOf(state.instance)
  const { binDir, busyboxPath } = state.tools
  const deadline = Date.now() + state.startTimeoutMs
  const containerd = await spawnDaemon(state, 'containerd', [
    ...(await enterNamespace(state)),
    join(binDir, 'containerd'),
    '--config',
    join(runDir, 'containerd.toml'),
  ])
  await waitFor(state, 'containerd', containerd, deadline, () =>
    engineSocketListens(join(runDir, 'containerd.sock')),
  )
  const dockerd = await spawnDaemon(state, 'dockerd', [
    busyboxPath,
    'nsenter',
    `--mount=/proc/${containerd.pid}/ns/mnt`,
    join(binDir, 'dockerd'),
    '--config-file',
    join(runDir, 'dockerd.json'),
  ])
  await waitFor(state, 'dockerd', dockerd, deadline, () => engineAnswers(state.dockerHost))
}

/** Folders under `/run` that all engines of a machine would share. */
const sharedFolders = ['containerd', 'docker', 'runc'] as const

/**
 * The daemons live in a mount namespace of their own: their mounts are not seen by the rest of the machine and vanish
 * with the last process in it; and what they keep in the machine's `/run` is their own. After a crash the containers' shims are still there, and so is what they have mounted.
 *
 * In it, the engine is made to believe that the host forwards packets. Containers of one network reach each other
 * without that, and setting it would concern the whole machine; but the engine would warn at each container.
 */
async function enterNamespace(state: EngineState): Promise<string[]> {
  const { busyboxPath } = state.tools
  const [survivor] = await findEngineProcesses(runDirOf(state.instance))
  if (survivor !== undefined) return [busyboxPath, 'nsenter', `--mount=/proc/${survivor.pid}/ns/mnt`]
  const script = [
    'set -e',
    'busybox=$1 ours=$2',
    'shift 2',
    ...sharedFolders.map(
      (folder) => `mkdir -p /run/${folder} && "$busybox" mount --bind "$ours/run/${folder}" /run/${folder}`,
    ),
    '"$busybox" mount --bind "$ours/ip-forward" /proc/sys/net/ipv4/ip_forward',
    'exec "$@"',
  ].join('\n')
  const unshare = [busyboxPath, 'unshare', '--mount', '--propagation', 'slave']
  return [...unshare, busyboxPath, 'sh', '-c', script, 'sh', busyboxPath, runDirOf(state.instance)]
}

type Program = 'containerd' | 'dockerd'

async function spawnDaemon(
  state: EngineState,
  program: Program,
  command: readonly string[],
): Promise<ProcessIdentity> {
  await rm(join(runDirOf(state.instance), 'dockerd.pid'), { force: true })
  const log = await open(logPathOf(state, program), 'a')
  try {
    const [file = '', ...args] = command
    const child = spawn(file, args, {
      cwd: '/',
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      // Nothing of the caller's environment is for the engine: proxies, notify sockets, other engines' addresses.
      env: {
        PATH: [state.tools.binDir, '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'].join(':'),
        HOME: '/root',
      },
    })
    child.unref()
    const failed = new Promise<never>((_, reject) => child.on('error', reject))
    const identity = await Promise.race([failed, identify(child.pid ?? -1)])
    if (identity === undefined) throw startFailure(state, program, await lastLogLine(state, program))
    await writeFile(join(runDirOf(state.instance), `${program}.process.json`), JSON.stringify(identity))
    return identity
  } finally {
    await log.close()
  }
}

async function waitFor(
  state: EngineState,
  program: Program,
  daemon: ProcessIdentity,
  deadline: number,
  isReady: () => Promise<boolean>,
): Promise<void> {
  while (!(await isReady())) {
    if (!(await isAlive(daemon))) throw startFailure(state, program, await lastLogLine(state, program))
    if (Date.now() > deadline)
      throw startFailure(state, program, `it did not answer in ${state.startTimeoutMs / 1000} s`)
    await sleep(20)
  }
}

function engineSocketListens(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => {
      resolve(false)
    })
  })
}

function startFailure(state: EngineState, program: Program, reason: string): Error {
  return new Error(
    `The private engine ${state.instance} did not start: ${reason} (${program}'s log: ${logPathOf(state, program)}).`,
  )
}

async function lastLogLine(state: EngineState, program: Program): Promise<string> {
  const text = await readFile(logPathOf(state, program), 'utf8').catch(() => '')
  return text.trim().split('\n').at(-1)?.slice(0, 300) ?? ''
}

/** The daemon as it was started by us, or `undefined` when it does not run any more. */
async function readDaemon(state: EngineState, program: Program): Promise<ProcessIdentity | undefined> {
  const text = await readFile(join(runDirOf(state.instance), `${program}.process.json`), 'utf8').catch(
    () => undefined,
  )
  if (text === undefined || state.bootId !== (await readBootId())) return undefined
  const identity = JSON.parse(text) as ProcessIdentity
  return (await isAlive(identity)) ? identity : undefined
}

async function readBootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
}

async function killDaemons(state: EngineState): Promise<void> {
  const daemons = [await readDaemon(state, 'dockerd'), await readDaemon(state, 'containerd')]
  const alive = daemons.filter((daemon) => daemon !== undefined)
  await Promise.all(alive.map((daemon) => sendSignal(daemon, 'SIGKILL')))
  for (const daemon of alive) await waitUntilGone(daemon, 10_000)
}

async function endDaemons(state: EngineState): Promise<void> {
  const dockerd = await readDaemon(state, 'dockerd')
  // dockerd gives its containers ten seconds to end.
  if (dockerd !== undefined) await endProcess(dockerd, 20_000)
  const containerd = await readDaemon(state, 'containerd')
  if (containerd !== undefined) await endProcess(containerd, 5000)
}

/** Ends and removes all that an instance has on this machine, but its data, whether it was stopped or has crashed. */
async function removeLeftovers(
  instance: string,
  state: EngineState | undefined,
  tools: EngineTools,
): Promise<void> {
  const runDir = runDirOf(instance)
  for (const left of await findEngineProcesses(runDir)) {
    await sendSignal(left, 'SIGKILL')
    await waitUntilGone(left, 10_000)
  }
  await removeCgroups(cgroupOf(instance))
  if (state !== undefined) await removeNetwork(tools.busyboxPath, state.network)
  else await tryCommand(tools.busyboxPath, ['ip', 'link', 'del', bridgeName(instance)])
  await rm(runDir, { recursive: true, force: true })
}
