import type { DesktopApi } from './desktop-api.ts'

export interface SleepOptions {
  /** What is not written yet: not every machine that sleeps wakes again. */
  readonly save: () => void
  /** Looks again at what may have been missed. */
  readonly woke: () => void
}

/** The desktop says when the machine sleeps and wakes; the core would notice a second later. */
export function followSleep(
  { powerMonitor }: Pick<DesktopApi, 'powerMonitor'>,
  { save, woke }: SleepOptions,
): void {
  powerMonitor.on('suspend', save)
  powerMonitor.on('resume', woke)
}
