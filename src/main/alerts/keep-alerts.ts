import { randomUUID } from 'node:crypto'
import type { AlertKind, AlertRules } from '../../shared/alert-words.ts'
import type { Alert, AlertSubject } from '../../shared/alerts.ts'
import type { Engine } from '../engine/model.ts'
import type { AlertStore } from './alert-store.ts'
import type { LabIndex, ServicePlace } from './lab-index.ts'
import { readExcerpt } from './log-excerpt.ts'
import { createNoticeGroups, type Notice } from './notices.ts'
import type { Condition, RuleChange, ServiceContainer } from './rules/model.ts'
import type { RunSight } from './run-sight.ts'

/** Makes alerts of what the rules say: knows what must stay quiet, adds place, run and log, and gathers notices. */
export interface AlertKeeper {
  /** Carries changes out in their order. */
  take(changes: readonly RuleChange[]): void
  /** Tells what has been gathered long enough. */
  tick(nowMs: number): void
  /** Everything that was taken is carried out. */
  settled(): Promise<void>
}

export interface AlertKeeperOptions {
  readonly engine: Pick<Engine, 'inspect' | 'tailLog' | 'stop'>
  readonly index: LabIndex
  readonly sight: RunSight
  readonly store: AlertStore
  readonly rules: () => AlertRules
  /** Whether a run has seen this container do its work and exit 0. */
  readonly isDone: (containerId: string) => boolean
  /** Called for a container that is not there any more, so that nothing is wrong with it. */
  readonly onGone: (container: ServiceContainer) => void
  /** Called before the breaker stops a container. */
  readonly onBreak: (container: ServiceContainer) => void
  /** Called when the list of alerts has changed. */
  readonly onChange: () => void
  /** Called for each notice that is to be told now. */
  readonly onNotice: (notice: Notice) => void
  /** What must not happen, but did: one sentence; null when it goes well again. */
  readonly onFailure: (text: string | null) => void
}

export function createAlertKeeper(options: AlertKeeperOptions): AlertKeeper {
  const { engine, index, sight, store, rules, isDone, onGone, onBreak, onChange, onNotice, onFailure } =
    options
  const groups = createNoticeGroups()
  let chain: Promise<void> = Promise.resolve()

  // What was raised but not told before Switchyard ended is told now.
  for (const { alert, condition, isTold } of store.listOpen())
    if (!isTold && !store.isMuted(condition.key, Date.now()))
      groups.raise(alert, groupOf(alert.subject), null, Date.now())

  const runOf = (subject: AlertSubject) => (subject.kind === 'service' ? sight.runOf(subject.dir) : null)
  const runFor = (subject: Condition['subject'], about: AlertSubject) =>
    subject.kind === 'schedule' ? subject.runId : runOf(about)

  async function raise(condition: Condition, exitCode: number | null): Promise<void> {
    if (store.findOpen(condition.key)) return
    const { subject } = condition
    const place = subject.kind === 'service' ? await index.find(subject.project, subject.service) : null
    // What belongs to no lab of the operator is none of our business.
    if (subject.kind === 'service' && (!place || mustBeSilent(condition.kind, place))) return
    if (subject.kind === 'service' && exitCode === 0 && (place?.isOneShot || isDone(subject.containerId)))
      return
    if (subject.kind === 'service' && (await isGone(subject))) {
      onGone(subject)
      return
    }
    const about = describeSubject(condition, place)
    const breaker = breakerFor(condition, place)
    const alert: Alert = {
      id: randomUUID(),
      kind: condition.kind,
      subject: about,
      text: `${condition.text}${breaker.words}`,
      openedAt: new Date(condition.sinceMs).toISOString(),
      closedAt: null,
      ending: null,
      log: subject.kind === 'service' ? [...(await readExcerpt(engine, subject.containerId))] : [],
      runId: runFor(subject, about),
      isDismissed: false,
      mutedUntil: null,
    }
    store.open({ alert, condition, isTold: false })
    if (!store.isMuted(condition.key, Date.now()))
      groups.raise(alert, groupOf(about), alert.runId, Date.now())
    breaker.act()
  }

  /** What was missed is told later, when its container may have been removed long ago. */
  async function isGone({ containerId }: ServiceContainer): Promise<boolean> {
    const found = await engine.inspect(containerId).catch(() => undefined)
    return found === null
  }

  /** What the alert says of the breaker at first, and what it does. */
  function breakerFor(
    { key, kind, subject, text }: Condition,
    place: ServicePlace | null,
  ): { readonly words: string; readonly act: () => void } {
    const none = { words: '', act: () => undefined }
    if (kind !== 'crash-loop' || subject.kind !== 'service' || !rules()['crash-loop'].stops) return none
    if (place?.isAlwaysOn) return { ...none, words: '; it is always-on, so the breaker leaves it alone' }
    const say = (words: string) => {
      chain = chain.then(() => carryOut({ type: 'updated', key, text: `${text}; ${words}` }))
    }
    const act = () => {
      onBreak(subject)
      engine.stop(subject.containerId).then(
        () => say('the breaker stopped it'),
        () => say('the breaker could not stop it'),
      )
    }
    return { words: '; the breaker stops it', act }
  }

  function end(key: string, ending: string | null, atMs: number): void {
    const kept = store.findOpen(key)
    if (!kept) return
    const closedAt = new Date(atMs).toISOString()
    store.close(kept.alert.id, closedAt, ending)
    const alert = { ...kept.alert, closedAt, ending }
    const isTold = kept.isTold && !alert.isDismissed && !store.isMuted(key, Date.now())
    groups.recover(alert, groupOf(alert.subject), runOf(alert.subject), isTold, Date.now())
  }

  async function carryOut(change: RuleChange): Promise<void> {
    try {
      if (change.type === 'raised') await raise(change.condition, change.exitCode)
      else if (change.type === 'updated') store.update(change.key, change.text)
      else end(change.key, change.ending, change.atMs)
      onFailure(null)
    } catch (error) {
      onFailure(`An alert could not be kept: ${error instanceof Error ? error.message : String(error)}`)
    }
    onChange()
  }

  return {
    take(changes) {
      for (const change of changes) chain = chain.then(() => carryOut(change))
    },
    tick(nowMs) {
      const notices = groups.due(nowMs, (run) => !isGoingOn(store, sight, run))
      if (notices.length === 0) return
      const current = new Map(store.listOpen().map(({ alert }) => [alert.id, alert]))
      for (const { raised, recovered } of notices) {
        // As it is by now: the breaker may have done its work.
        const notice = { raised: raised.map((alert) => current.get(alert.id) ?? alert), recovered }
        try {
          store.markTold(notice.raised.map(({ id }) => id))
        } catch (error) {
          onFailure(`An alert could not be kept: ${error instanceof Error ? error.message : String(error)}`)
        }
        onNotice(notice)
      }
      onChange()
    },
    settled: () => chain,
  }
}

function isGoingOn(store: AlertStore, sight: RunSight, run: string): boolean {
  const dirs = store
    .listOpen()
    .flatMap(({ alert: { subject } }) => (subject.kind === 'service' ? subject.dir : []))
  return [...new Set(dirs)].some((dir) => sight.runOf(dir) === run)
}

function mustBeSilent(kind: AlertKind, { silent }: ServicePlace): boolean {
  return silent === 'all' || silent.includes(kind)
}

function describeSubject({ subject }: Condition, place: ServicePlace | null): AlertSubject {
  if (subject.kind === 'schedule') {
    const { kind, dir, lab, name } = subject
    return { kind, dir, lab, name }
  }
  if (subject.kind === 'host' || !place)
    return { kind: 'host', name: subject.kind === 'host' ? subject.name : subject.service }
  const { dir, lab, stack, service } = place
  return { kind: 'service', dir, lab, stack, service }
}

function groupOf(subject: AlertSubject): string {
  switch (subject.kind) {
    case 'service':
      return `${subject.dir} ${subject.stack}`
    case 'schedule':
      return `${subject.dir} schedules`
    case 'host':
      return 'host'
  }
}
