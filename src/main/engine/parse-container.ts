import type { ContainerInfo, ContainerInspectInfo } from 'dockerode'
import type {
  ContainerDetail,
  ContainerHealth,
  ContainerState,
  ContainerSummary,
  FoundContainer,
} from './model.ts'

/** The labels by which Compose marks what it made. */
export const composeLabels = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  oneOff: 'com.docker.compose.oneoff',
  configHash: 'com.docker.compose.config-hash',
  image: 'com.docker.compose.image',
  configFiles: 'com.docker.compose.project.config_files',
  envFiles: 'com.docker.compose.project.environment_file',
  workingDir: 'com.docker.compose.project.working_dir',
} as const

/** Null when Compose did not make the container. */
export function parseContainer(info: ContainerInfo): ContainerSummary | null {
  const noted = parseLabels(info.Labels)
  if (!noted) return null
  return {
    ...noted,
    id: info.Id,
    name: trimSlash(info.Names[0] ?? info.Id),
    state: info.State as ContainerState,
    health: parseHealth(info.Status),
    exitCode: parseExitCode(info.Status),
    image: info.Image,
    imageId: info.ImageID,
    ports: parsePorts(info),
  }
}

/** Whoever made it. */
export function parseFound(info: ContainerInfo): FoundContainer {
  return {
    id: info.Id,
    name: trimSlash(info.Names[0] ?? info.Id),
    image: info.Image,
    state: info.State as ContainerState,
    project: info.Labels[composeLabels.project] ?? null,
    service: info.Labels[composeLabels.service] ?? null,
    labels: info.Labels,
    ports: parsePorts(info),
    exposes: [
      ...new Set(info.Ports.filter(({ Type }) => Type === 'tcp').map(({ PrivatePort }) => PrivatePort)),
    ].sort((a, b) => a - b),
  }
}

/** The project and the files from which Compose made a container; null where it did not, or an old one noted no folder. */
export function readOrigin({ project, labels }: Pick<FoundContainer, 'project' | 'labels'>): {
  readonly project: string
  readonly dir: string
  readonly configFiles: readonly string[]
} | null {
  const dir = labels[composeLabels.workingDir]
  if (project === null || !dir) return null
  return { project, dir, configFiles: listFiles(labels[composeLabels.configFiles]) }
}

function parsePorts(info: ContainerInfo): ContainerSummary['ports'] {
  return info.Ports.filter((port) => port.PublicPort !== undefined).map((port) => ({
    address: port.IP ?? '',
    port: port.PublicPort,
    target: port.PrivatePort,
    protocol: port.Type,
  }))
}

type Noted = Pick<
  ContainerSummary,
  'project' | 'service' | 'isOneOff' | 'configHash' | 'madeFrom' | 'configFiles' | 'envFiles'
>

/** Null for the labels of a container that Compose did not make. */
function parseLabels(labels: Readonly<Record<string, string>>): Noted | null {
  const project = labels[composeLabels.project]
  const service = labels[composeLabels.service]
  if (project === undefined || service === undefined) return null
  return {
    project,
    service,
    isOneOff: labels[composeLabels.oneOff] === 'True',
    configHash: labels[composeLabels.configHash] ?? '',
    madeFrom: labels[composeLabels.image] ?? '',
    configFiles: listFiles(labels[composeLabels.configFiles]),
    envFiles: listFiles(labels[composeLabels.envFiles]),
  }
}

function listFiles(label = ''): string[] {
  return label.split(',').filter((file) => file !== '')
}

export function parseInspect(info: ContainerInspectInfo): ContainerDetail {
  const { State: state, Config: config, HostConfig: host } = info
  const check = config.Healthcheck
  const failedCheck = state.Health?.Log?.filter((entry) => entry.ExitCode !== 0).at(-1)
  return {
    id: info.Id,
    name: trimSlash(info.Name),
    state: state.Status as ContainerState,
    pid: state.Pid,
    health: parseHealthWord(state.Health?.Status),
    exitCode: state.ExitCode,
    startedAt: state.StartedAt,
    finishedAt: state.FinishedAt,
    restartCount: info.RestartCount,
    oomKilled: state.OOMKilled,
    error: state.Error,
    imageId: info.Image,
    createdAt: info.Created,
    restartPolicy: host.RestartPolicy?.Name || 'no',
    maximumRetryCount: host.RestartPolicy?.MaximumRetryCount ?? 0,
    healthTest: check?.Test?.[0] === 'NONE' ? [] : (check?.Test ?? []),
    healthTimeoutMs: (check?.Timeout || 30e9) / 1e6,
    healthOutput: failedCheck?.Output.trim() || null,
    shell: (config as { Shell?: readonly string[] | null }).Shell ?? [],
    hasNvidiaGpu: hasNvidiaGpu(info),
    summary: summarize(info),
  }
}

/** `--gpus` and Compose's device reservations ask for the capability; the runtime `nvidia` looks at a variable. */
function hasNvidiaGpu({ HostConfig: host, Config: config }: ContainerInspectInfo): boolean {
  const isAsked = (host.DeviceRequests ?? []).some(
    ({ Driver: driver, Capabilities: capabilities }) =>
      driver === 'nvidia' || capabilities?.some((each) => each.includes('gpu')),
  )
  const variable = config.Env?.find((each) => each.startsWith('NVIDIA_VISIBLE_DEVICES='))?.split('=')[1]
  const isNamed = variable !== undefined && !['', 'none', 'void'].includes(variable)
  return isAsked || (host.Runtime === 'nvidia' && isNamed)
}

function summarize(info: ContainerInspectInfo): ContainerSummary | null {
  const noted = parseLabels(info.Config.Labels ?? {})
  if (!noted) return null
  const state = info.State.Status as ContainerState
  return {
    ...noted,
    id: info.Id,
    name: trimSlash(info.Name),
    state,
    health: state === 'running' ? parseHealthWord(info.State.Health?.Status) : null,
    exitCode: state === 'exited' || state === 'restarting' ? info.State.ExitCode : null,
    image: info.Config.Image,
    imageId: info.Image,
    ports: Object.entries(info.NetworkSettings.Ports).flatMap(([name, bindings]) =>
      ((bindings ?? []) as readonly { HostIp: string; HostPort: string }[]).map(({ HostIp, HostPort }) => {
        const [target, protocol = 'tcp'] = name.split('/')
        return { address: HostIp, port: Number(HostPort), target: Number(target), protocol }
      }),
    ),
  }
}

/** The list has health only in words, like `Up 3 seconds (health: starting)`. Source: moby, container/state.go. */
function parseHealth(status: string): ContainerHealth | null {
  return parseHealthWord(/\((?:health: )?(starting|healthy|unhealthy)\)$/.exec(status)?.[1])
}

export function parseHealthWord(word: string | undefined): ContainerHealth | null {
  return word === 'starting' || word === 'healthy' || word === 'unhealthy' ? word : null
}

function parseExitCode(status: string): number | null {
  const code = /^(?:Exited|Restarting) \((\d+)\)/.exec(status)?.[1]
  return code === undefined ? null : Number(code)
}

function trimSlash(name: string): string {
  return name.replace(/^\//, '')
}
