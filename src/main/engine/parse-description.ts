import type { ContainerInspectInfo, ImageInspectInfo } from 'dockerode'
import type { ContainerDescription, ImageDescription } from './description.ts'

export function parseContainerDescription(info: ContainerInspectInfo): ContainerDescription {
  const { State: state, Config: config } = info
  const networks = Object.entries(info.NetworkSettings?.Networks ?? {})
  return {
    id: info.Id,
    name: info.Name.replace(/^\//, ''),
    imageId: info.Image,
    isRunning: state.Running,
    startedAt: parseTime(state.StartedAt),
    finishedAt: parseTime(state.FinishedAt),
    restartCount: info.RestartCount,
    exitCode: state.ExitCode,
    oomKilled: state.OOMKilled,
    healthTest: parseHealthTest(config.Healthcheck?.Test),
    health: (state.Health?.Log ?? []).flatMap(({ Start, End, ExitCode, Output }) => {
      const at = parseTime(Start)
      const elapsedMs = Date.parse(End) - Date.parse(Start)
      return at === null
        ? []
        : [{ at, exitCode: ExitCode, output: Output.trim(), elapsedMs: Math.max(0, elapsedMs || 0) }]
    }),
    networks: networks.map(([name, network]) => ({
      name,
      // The engine adds the short id by itself.
      aliases: [...new Set((network.Aliases as readonly string[] | null | undefined) ?? [])].filter(
        (alias) => !info.Id.startsWith(alias),
      ),
      address: network.IPAddress || network.GlobalIPv6Address || null,
    })),
  }
}

export function parseImageDescription(info: ImageInspectInfo): ImageDescription {
  const config = info.Config as {
    readonly Env?: readonly string[] | null
    readonly Healthcheck?: { readonly Test?: readonly string[] | null } | null
  } | null
  return {
    id: info.Id,
    digest: info.RepoDigests?.[0] ?? null,
    createdAt: parseTime(info.Created),
    sizeBytes: info.Size,
    environment: config?.Env ?? [],
    healthTest: parseHealthTest(config?.Healthcheck?.Test),
  }
}

function parseHealthTest(test: readonly string[] | null | undefined): readonly string[] {
  return !test || test[0] === 'NONE' ? [] : test
}

/** The engine writes the year 1 for what has not happened, and its own time zone for health checks. */
function parseTime(time: string | undefined): string | null {
  const atMs = Date.parse(time ?? '')
  return Number.isNaN(atMs) || atMs <= 0 ? null : new Date(atMs).toISOString()
}
