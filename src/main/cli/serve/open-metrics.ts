import path from 'node:path'
import type { CommandContext } from '../session.ts'
import { readOrMakeToken, readTokenFile } from './read-token.ts'

export interface MetricsChoice {
  /** Undefined for what the settings say. */
  readonly metrics?: boolean
  /** Means `metrics`, too. */
  readonly metricsTokenFile?: string
}

export interface ServedMetrics {
  readonly source: Awaited<ReturnType<CommandContext['openMetricExport']>>
  readonly token: string
  readonly tokenFile: string
}

/** What Prometheus may read and by which token; null when it may not. Throws a SwitchyardError for a token that cannot be had. */
export async function openMetrics(
  { client, openMetricExport }: Pick<CommandContext, 'client' | 'openMetricExport'>,
  { metrics, metricsTokenFile }: MetricsChoice,
): Promise<ServedMetrics | null> {
  const isWanted = metrics ?? (metricsTokenFile !== undefined || (await isSet(client)))
  if (!isWanted) return null
  const tokenFile = metricsTokenFile ?? path.join((await client.app.info()).configDir, 'metrics-token')
  const token = await (metricsTokenFile === undefined ? readOrMakeToken(tokenFile) : readTokenFile(tokenFile))
  return { source: await openMetricExport(), token, tokenFile }
}

/** Settings that cannot be read keep nobody from the page; the doctor tells of them. */
async function isSet(client: CommandContext['client']): Promise<boolean> {
  try {
    return (await client.settings.get()).serveMetrics
  } catch {
    return false
  }
}
