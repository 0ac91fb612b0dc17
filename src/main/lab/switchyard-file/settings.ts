import type { ReadinessCheck } from '../../../shared/plan.ts'
import type { ServiceSettings, Stack } from '../model.ts'
import { parseDurationMs } from './duration.ts'
import { readRecipe } from './read-recipe.ts'
import { readAlerts, readHeal } from './schema-alerts.ts'
import type { ReadinessEntry } from './schema-readiness.ts'
import type { StackEntry } from './schema.ts'

/** The key in a stack's settings for what is said about all of its services; no service can be called so. */
export const everyService = '*'

const DEFAULT_GRACE_MS = 1000

/** What a stack says about one service: its own settings over those for every service. */
export function serviceSettings(stack: Pick<Stack, 'settings'>, service: string): ServiceSettings {
  return { ...stack.settings.get(everyService), ...stack.settings.get(service) }
}

/** Lays `timeout`, `readiness`, `recipes`, `heal` and `alerts` of an entry over settings that are known already. */
export function mergeSettings(
  known: ReadonlyMap<string, ServiceSettings>,
  entry: Pick<StackEntry, 'timeout' | 'readiness' | 'recipes' | 'heal' | 'alerts'>,
): ReadonlyMap<string, ServiceSettings> {
  const settings = new Map(known)
  if (entry.timeout !== undefined) {
    settings.set(everyService, { ...settings.get(everyService), timeoutMs: parseDurationMs(entry.timeout) })
  }
  for (const [service, readiness] of Object.entries(entry.readiness ?? {})) {
    settings.set(service, { ...settings.get(service), ...readSettings(readiness) })
  }
  for (const [service, recipe] of Object.entries(entry.recipes ?? {})) {
    settings.set(service, { ...settings.get(service), recipe: readRecipe(recipe) })
  }
  for (const [service, heal] of Object.entries(entry.heal ?? {})) {
    settings.set(service, { ...settings.get(service), ...readHeal(heal ?? {}) })
  }
  for (const [service, alerts] of Object.entries(entry.alerts ?? {})) {
    settings.set(service, { ...settings.get(service), ...readAlerts(alerts) })
  }
  return settings
}

function readSettings(entry: ReadinessEntry): ServiceSettings {
  const check = readCheck(entry)
  return {
    ...(check ? { check } : {}),
    ...(entry.timeout === undefined ? {} : { timeoutMs: parseDurationMs(entry.timeout) }),
    ...(entry.grace === undefined ? {} : { graceMs: parseDurationMs(entry.grace) }),
    ...(entry.retries === undefined ? {} : { retries: entry.retries }),
  }
}

function readCheck(entry: ReadinessEntry): ReadinessCheck | null {
  if (entry.http !== undefined) {
    return { kind: 'http', url: entry.http, ...(entry.status === undefined ? {} : { status: entry.status }) }
  }
  if (entry.tcp !== undefined) return { kind: 'tcp', ...readAddress(entry.tcp) }
  if (entry.log !== undefined) return { kind: 'log', pattern: entry.log }
  if (entry.health) return { kind: 'health' }
  if (entry.completed) return { kind: 'completed' }
  if (!entry.running) return null
  return {
    kind: 'running',
    graceMs: entry.grace === undefined ? DEFAULT_GRACE_MS : parseDurationMs(entry.grace),
  }
}

/** `[::1]:5432` names the host `::1`: sockets take the address without its brackets. */
function readAddress(address: string): { readonly host: string; readonly port: number } {
  const colon = address.lastIndexOf(':')
  return { host: address.slice(0, colon).replace(/^\[(.*)\]$/, '$1'), port: Number(address.slice(colon + 1)) }
}
