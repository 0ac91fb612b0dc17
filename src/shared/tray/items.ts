import type { LabSnapshot } from '../watch.ts'
import type { TrayAction, TrayItem } from './model.ts'

/** An item that only tells has no action. */
export function item(label: string, action: TrayAction | null, isEnabled = action !== null): TrayItem {
  return { kind: 'normal', label, isEnabled, action }
}

/** A lab has one run at a time, and the engine must be there. */
export function canStart({ engine, runs }: LabSnapshot): boolean {
  return engine.connected && runs.length === 0
}
