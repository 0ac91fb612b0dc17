import type { AlertKind, AlertRules } from '../../../shared/alert-words.ts'
import { formatDuration } from '../../../shared/format.ts'
import { containerKey, hostKey, scheduleKey, serviceKey } from './keys.ts'
import { createLedger } from './ledger.ts'
import { createLimitRules } from './limits.ts'
import type { Condition, RuleChange, RuleInput, ServiceContainer } from './model.ts'
import { createServiceRules } from './services.ts'
import { subjectOf } from './subject-of.ts'

/** When there is something to tell, and when it is over. */
export interface RuleMachine {
  /** What changes with it. */
  take(input: RuleInput): readonly RuleChange[]
  /** Auto-heal has restarted it as often as it may. Ends when it is healthy, or somebody else starts or stops it. */
  gaveUp(container: ServiceContainer, text: string, atMs: number): void
}

/** The engine is restarted in less. */
const awayForMs = 15_000

/**
 * The rules as one state machine: no clock, no file, no engine. `open` are conditions that were raised before; `rules` is asked
 * whenever it matters, so that a change holds at once.
 */
export function createRules(rules: () => AlertRules, open: readonly Condition[] = []): RuleMachine {
  const ledger = createLedger(open)
  const services = createServiceRules(ledger, rules)
  const limits = createLimitRules(ledger, rules)
  /** The time of which each schedule's alert tells. */
  const failedMs = new Map(
    open.filter(({ kind }) => kind === 'scheduled-run').map(({ key, sinceMs }) => [key, sinceMs]),
  )
  let isEngineAway = open.some(({ kind }) => kind === 'engine-away')

  function setEngine(isConnected: boolean, atMs: number): void {
    const key = hostKey('engine-away', 'engine')
    isEngineAway = !isConnected
    if (isConnected) {
      const words = (sinceMs: number) => `answers again; it was away for ${formatDuration(atMs - sinceMs)}`
      ledger.end(key, words, atMs)
      return
    }
    const subject = { kind: 'host', name: 'The Docker engine' } as const
    const text = 'does not answer'
    ledger.hold({ key, kind: 'engine-away', subject, text, sinceMs: atMs }, atMs + awayForMs)
  }

  function setLeases({ leases, atMs }: Extract<RuleInput, { type: 'leases' }>): void {
    const pending = new Map(leases.flatMap(({ id, pending: why }) => (why ? [[id, why] as const] : [])))
    for (const [id, { since, reason }] of pending) {
      const sinceMs = Date.parse(since)
      ledger.hold(
        {
          key: hostKey('lease-pending', id),
          kind: 'lease-pending',
          subject: { kind: 'host', name: 'The host' },
          text: `could not be given back yet: ${reason.replace(/\.$/, '')}`,
          sinceMs,
        },
        sinceMs + rules()['lease-pending'].minutes * 60_000,
      )
    }
    for (const key of ledger.keys()) {
      const id = /^lease-pending:(.*)$/.exec(key)?.[1]
      if (id === undefined || pending.has(id)) continue
      ledger.end(key, (sinceMs) => `is given back, after ${formatDuration(atMs - sinceMs)}`, atMs)
    }
  }

  function setSchedules({ schedules, atMs }: Extract<RuleInput, { type: 'schedules' }>): void {
    const known = new Set(schedules.map(({ dir, name }) => scheduleKey(dir, name)))
    for (const { dir, lab, name, last } of schedules) {
      if (!last) continue
      const key = scheduleKey(dir, name)
      const dueMs = Date.parse(last.dueAt)
      if (last.state !== 'failed') {
        const words = (sinceMs: number) => `went well again, ${formatDuration(dueMs - sinceMs)} later`
        ledger.end(key, words, atMs)
        continue
      }
      // Each time that fails is told, also to who has seen the one before.
      if (failedMs.get(key) !== dueMs) ledger.end(key, null, atMs)
      failedMs.set(key, dueMs)
      const subject = { kind: 'schedule', dir, lab, name, runId: last.runId } as const
      const text = last.text === null ? 'failed' : `failed: ${last.text.replace(/\.$/, '')}`
      ledger.hold({ key, kind: 'scheduled-run', subject, text, sinceMs: dueMs }, atMs)
    }
    for (const key of ledger.keys())
      if (key.startsWith('scheduled-run:') && !known.has(key)) ledger.end(key, null, atMs)
  }

  function setGpu({ container, isLost, atMs }: Extract<RuleInput, { type: 'gpu' }>): void {
    const key = containerKey('gpu-lost', container)
    if (!isLost) {
      ledger.end(key, 'may use its GPU again', atMs)
      return
    }
    const text = 'has lost its GPU while it runs; restart it to give it back'
    ledger.hold({ key, kind: 'gpu-lost', subject: subjectOf(container), text, sinceMs: atMs }, atMs)
  }

  function happened(input: Extract<RuleInput, { type: 'happening' }>): void {
    const { happening } = input
    services.happened(happening)
    const { what, atMs } = happening
    const isAnothers = (what.kind === 'started' || what.kind === 'exited') && what.cause !== 'heal'
    if (what.kind === 'healthy' || isAnothers) ledger.end(serviceKey('heal-gave-up', happening), null, atMs)
  }

  function tick({ atMs, isBusy }: Extract<RuleInput, { type: 'tick' }>): void {
    services.tick(atMs)
    limits.tick(atMs)
    const on = rules()
    ledger.tick(atMs, ({ kind, subject }) => {
      if (!on[kind].isOn) return true
      if (subject.kind !== 'service') return false
      return isEngineAway || isBusy(subject.project, subject.service)
    })
    endWhatIsOff(on, atMs)
  }

  function endWhatIsOff(on: AlertRules, atMs: number): void {
    for (const key of ledger.keys()) {
      const kind = key.slice(0, key.indexOf(':')) as AlertKind
      if (!on[kind].isOn && ledger.isRaised(key)) ledger.end(key, null, atMs)
    }
  }

  return {
    take(input) {
      switch (input.type) {
        case 'happening':
          happened(input)
          break
        case 'readings':
          limits.read(input.containers, input.host, input.atMs)
          break
        case 'leases':
          setLeases(input)
          break
        case 'schedules':
          setSchedules(input)
          break
        case 'engine':
          setEngine(input.isConnected, input.atMs)
          break
        case 'gpu':
          setGpu(input)
          break
        case 'broken':
          services.broken(input)
          break
        case 'seen':
          services.seen(input)
          break
        case 'tick':
          tick(input)
          break
      }
      return ledger.take()
    },
    gaveUp(container, text, atMs) {
      const key = serviceKey('heal-gave-up', container)
      ledger.hold({ key, kind: 'heal-gave-up', subject: subjectOf(container), text, sinceMs: atMs }, atMs)
    },
  }
}
