/** What can be wrong with a service, with the machine under it, or with what is done at set times. */
export const alertKinds = [
  'unhealthy',
  'exited',
  'crash-loop',
  'oom-kill',
  'memory',
  'vram',
  'disk',
  'temperature',
  'gpu-lost',
  'lease-pending',
  'engine-away',
  'heal-gave-up',
  'scheduled-run',
] as const
export type AlertKind = (typeof alertKinds)[number]

/** When an alert is raised, and who is told. Times in minutes. */
export interface AlertRule {
  readonly isOn: boolean
  /** Ids of the channels that are told; null: all of them. */
  readonly channels: string[] | null
}
interface LastingRule extends AlertRule {
  readonly minutes: number
}
interface ShareRule extends LastingRule {
  /** Of what there is. */
  readonly percent: number
}

export interface AlertRules {
  readonly unhealthy: AlertRule
  readonly exited: AlertRule
  /** So many ends by itself within the minutes. `stops`: the breaker stops the container then. */
  readonly 'crash-loop': LastingRule & { readonly exits: number; readonly stops: boolean }
  readonly 'oom-kill': AlertRule
  readonly memory: ShareRule
  readonly vram: ShareRule
  readonly disk: ShareRule
  readonly temperature: LastingRule & { readonly celsius: number }
  readonly 'gpu-lost': AlertRule
  readonly 'lease-pending': LastingRule
  readonly 'engine-away': AlertRule
  readonly 'heal-gave-up': AlertRule
  readonly 'scheduled-run': AlertRule
}

const plain: AlertRule = { isOn: true, channels: null }

export const defaultAlertRules: AlertRules = {
  unhealthy: plain,
  exited: plain,
  'crash-loop': { ...plain, exits: 3, minutes: 10, stops: false },
  'oom-kill': plain,
  memory: { ...plain, percent: 95, minutes: 5 },
  vram: { ...plain, percent: 98, minutes: 10 },
  disk: { ...plain, percent: 90, minutes: 5 },
  temperature: { ...plain, celsius: 95, minutes: 5 },
  'gpu-lost': plain,
  'lease-pending': { ...plain, minutes: 10 },
  'engine-away': plain,
  'heal-gave-up': plain,
  'scheduled-run': plain,
}

/** What a rule is called, and what it tells of. */
export const alertWords: Readonly<Record<AlertKind, { readonly name: string; readonly about: string }>> = {
  unhealthy: { name: 'Unhealthy', about: 'Docker found a service unhealthy.' },
  exited: {
    name: 'Exited on its own',
    about:
      'A service ended, nobody asked for it, and it did not come back. A one-shot that is done is no alert.',
  },
  'crash-loop': { name: 'Crash loop', about: 'A service ends by itself again and again.' },
  'oom-kill': {
    name: 'Out of memory',
    about: 'The kernel killed a process of a service for lack of memory.',
  },
  memory: {
    name: 'Memory',
    about: 'A service uses this much of its memory limit, or of the whole machine when it has none.',
  },
  vram: { name: 'GPU memory', about: 'This much of the memory of a GPU is in use.' },
  disk: { name: 'Disk space', about: 'This much of a file system is full.' },
  temperature: { name: 'Temperature', about: 'A sensor or a GPU is this hot.' },
  'gpu-lost': {
    name: 'GPU lost',
    about: 'A running container may not use its GPU any more, as “systemctl daemon-reload” can bring about.',
  },
  'lease-pending': {
    name: 'Host not given back',
    about: 'Swap of a lease could not be taken off for so long.',
  },
  'engine-away': { name: 'Engine away', about: 'The Docker engine does not answer.' },
  'heal-gave-up': {
    name: 'Auto-heal gave up',
    about: 'A service stayed unhealthy after as many restarts as it may have.',
  },
  'scheduled-run': {
    name: 'Schedule failed',
    about: 'A run of a schedule failed, or could not begin. The next one that goes well ends the alert.',
  },
}

/** `localai/db` for a service, `Schedule night`, else what of the machine it is about. */
export function formatAlertSubject(
  subject:
    | { readonly kind: 'service'; readonly stack: string; readonly service: string }
    | { readonly kind: 'host' | 'schedule'; readonly name: string },
): string {
  switch (subject.kind) {
    case 'service':
      return `${subject.stack}/${subject.service}`
    case 'schedule':
      return `Schedule ${subject.name}`
    case 'host':
      return subject.name
  }
}
