import type { HostAction, HostState } from '../../../shared/host.ts'

export const installCommand = 'switchyard host install'

/** MiB of a size that was typed in GiB, like `16` or `0.5`; null for what is no size that a swap file can have. */
export function parseGib(text: string): number | null {
  const gib = /^\d+([.,]\d+)?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : NaN
  const mib = Math.round(gib * 1024)
  return mib >= 64 ? mib : null
}

/** What there is to do now. */
export function possibleActions({ leases, guards }: HostState): {
  readonly swapOff: boolean
  readonly guardsPause: boolean
  readonly guardsResume: boolean
} {
  const byHand = leases.filter(({ kind }) => kind === 'hand').flatMap(({ changes }) => changes)
  return {
    swapOff: byHand.some(({ part }) => part === 'swap'),
    guardsPause: guards.some(({ state }) => state === 'active'),
    guardsResume: byHand.some(({ part }) => part === 'guards'),
  }
}

/** How an action is called, as a question and on its button. */
export function describeAction(action: HostAction): { readonly title: string; readonly button: string } {
  switch (action.kind) {
    case 'swap-on':
      return { title: 'Put swap on?', button: 'Put swap on' }
    case 'swap-off':
      return { title: 'Take the swap off?', button: 'Take swap off' }
    case 'guards-pause':
      return { title: 'Pause the memory guards?', button: 'Pause guards' }
    case 'guards-resume':
      return { title: 'Resume the memory guards?', button: 'Resume guards' }
    case 'flush-cache':
      return { title: 'Drop the page cache?', button: 'Drop page cache' }
    case 'restore':
      return { title: 'Give the host back now?', button: 'Restore now' }
    case 'keep':
      return { title: 'Keep the swap on?', button: 'Keep the swap' }
  }
}
