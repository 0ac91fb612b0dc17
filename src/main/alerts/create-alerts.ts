import { join } from 'node:path'
import { type AlertRules, defaultAlertRules } from '../../shared/alert-words.ts'
import type { Alert, AlertEvent, AlertList } from '../../shared/alerts.ts'
import type { Engine } from '../engine/model.ts'
import { takeWriterLock } from '../store/writer-lock.ts'
import { type AlertStore, openAlertStore } from './alert-store.ts'
import { type Channels, createChannels } from './channels/create-channels.ts'
import type { LabIndex } from './lab-index.ts'
import { describeNotice } from './notice-text.ts'
import type { Notice } from './notices.ts'
import type { RunSight } from './run-sight.ts'
import { type AlertSources, watchAlerts } from './watch-alerts.ts'

/** What is wrong with services and the machine, and who is told of it. */
export interface Alerts {
  /** Watches and heals from now on, as soon as no other process does. */
  follow(): void
  /** Throws STATE_UNUSABLE, like everything here. */
  list(): AlertList
  /** The list, and again whenever it changes; notices from now on. Until the signal. */
  watch(signal?: AbortSignal): AsyncGenerator<AlertEvent, void>
  /** It does not count as open any more; false when it is over already. */
  dismiss(id: string): boolean
  /** Nobody is told of its rule for its subject for so long; false when there is no such alert. */
  mute(id: string, minutes: number): boolean
  readonly channels: Channels
  dispose(): Promise<void>
}

export interface AlertsOptions {
  readonly engine: Engine
  readonly stateDir: string
  readonly configDir: string
  readonly sources: AlertSources
  readonly index: LabIndex
  readonly sight: RunSight
  readonly rules: () => AlertRules
  readonly isDone: (containerId: string) => boolean
}

const closedShown = 50
const takeOverEveryMs = 5000
/** What another process writes is seen so late. */
const lookEveryMs = 2000

export function createAlerts(options: AlertsOptions): Alerts {
  const { stateDir, configDir, sources } = options
  const rules = keepShortly(options.rules)
  const lookers = new Set<() => void>()
  let opened: AlertStore | null = null
  let watching: { readonly dispose: () => Promise<void> } | null = null
  let takeOver: NodeJS.Timeout | null = null
  let failure: string | null = null
  let isDisposed = false

  const store = () => (opened ??= openAlertStore(stateDir))
  const changed = () => {
    for (const look of lookers) look()
  }
  const lockFile = join(stateDir, 'alerts.lock')
  const channels = createChannels({ configDir, deliveries: store, onDelivery: changed })

  function send(notice: Notice): void {
    const now = rules()
    // Rules with other channels are other messages.
    const byChannels = Map.groupBy([...notice.raised, ...notice.recovered], ({ kind }) =>
      JSON.stringify(now[kind].channels),
    )
    for (const [ids, alerts] of byChannels) {
      const raised = alerts.filter(({ closedAt }) => closedAt === null)
      const recovered = alerts.filter(({ closedAt }) => closedAt !== null)
      const words = describeNotice({ raised, recovered })
      channels.send(
        { ...words, event: words.isRecovery ? 'recovery' : 'alert', at: new Date().toISOString(), alerts },
        JSON.parse(ids) as string[] | null,
      )
    }
  }

  /** Null while another process watches. */
  function begin(): { dispose: () => Promise<void> } | null {
    const kept = store()
    const unlock = takeWriterLock(lockFile)
    if (!unlock) return null
    const onFailure = (text: string | null) => (failure = text)
    const watch = watchAlerts({
      ...options,
      ...sources,
      rules,
      store: kept,
      onChange: changed,
      onNotice: send,
      onFailure,
    })
    return {
      async dispose() {
        await watch.dispose()
        unlock()
      },
    }
  }

  function tryToWatch(): void {
    if (isDisposed || watching) return
    try {
      watching = begin()
    } catch (error) {
      failure = `Alerts cannot be watched for: ${error instanceof Error ? error.message : String(error)}`
      return
    }
    if (watching) changed()
    else takeOver = setTimeout(tryToWatch, takeOverEveryMs).unref()
  }

  function whoWatches(): AlertList['watchedBy'] {
    if (watching) return 'this'
    const unlock = takeWriterLock(lockFile)
    unlock?.()
    return unlock ? 'nobody' : 'another'
  }

  const list = (): AlertList => ({
    open: store()
      .listOpen()
      .map(({ alert }) => alert),
    closed: [...store().listClosed(closedShown)],
    watchedBy: whoWatches(),
    notice: failure,
  })

  return {
    channels,
    follow: tryToWatch,
    list,
    async *watch(signal) {
      let next = Promise.withResolvers<void>()
      let version = store().version()
      const look = () => next.resolve()
      const timer = setInterval(() => {
        const now = store().version()
        if (now !== version) look()
        version = now
      }, lookEveryMs)
      lookers.add(look)
      signal?.addEventListener('abort', look, { once: true })
      const news = createNews()
      let shown = ''
      try {
        while (!signal?.aborted && !isDisposed) {
          const now = list()
          const text = JSON.stringify(now)
          if (text !== shown) yield { type: 'list', list: now }
          shown = text
          const notice = news(store())
          if (notice) yield { type: 'notice', notice }
          await next.promise
          next = Promise.withResolvers()
        }
      } finally {
        clearInterval(timer)
        lookers.delete(look)
        signal?.removeEventListener('abort', look)
      }
    },
    dismiss(id) {
      const isDone = store().dismiss(id)
      changed()
      return isDone
    },
    mute(id, minutes) {
      const isDone = store().mute(id, Date.now() + minutes * 60_000)
      changed()
      return isDone
    },
    async dispose() {
      isDisposed = true
      if (takeOver) clearTimeout(takeOver)
      changed()
      const ended = watching
      watching = null
      await ended?.dispose()
      await channels.dispose()
      opened?.dispose()
    },
  }
}

/** They are asked for several times a second, and stand in a file. What cannot be read leaves those from before. */
function keepShortly(rules: () => AlertRules): () => AlertRules {
  let kept = defaultAlertRules
  let readAtMs = -Infinity
  return () => {
    const nowMs = performance.now()
    if (nowMs - readAtMs < rulesKeptMs) return kept
    readAtMs = nowMs
    try {
      kept = rules()
    } catch {
      return kept
    }
    return kept
  }
}

const rulesKeptMs = 1000

/** What was told and what recovered since it was asked before, whichever process has told it; null for the first time. */
function createNews() {
  let told: ReadonlyMap<string, Alert> | null = null
  return (store: Pick<AlertStore, 'listOpen' | 'listClosed'>) => {
    const open = new Map(
      store.listOpen().flatMap(({ alert, isTold }) => (isTold ? [[alert.id, alert] as const] : [])),
    )
    const before = told
    told = open
    if (!before) return null
    const raised = [...open.values()].filter(({ id }) => !before.has(id))
    const recovered = store
      .listClosed(closedShown)
      .filter(
        ({ id, ending, isDismissed, mutedUntil }) =>
          before.has(id) && ending !== null && !isDismissed && mutedUntil === null,
      )
    if (raised.length + recovered.length === 0) return null
    const first = raised[0] ?? recovered[0]
    return {
      id: `${first?.id} ${raised.length > 0 ? 'raised' : 'recovered'}`,
      ...describeNotice({ raised, recovered }),
    }
  }
}
