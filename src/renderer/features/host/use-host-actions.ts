import { useMemo } from 'react'
import type { HostAction, HostState } from '../../../shared/host.ts'
import { useActions, type Action } from '../../actions/action-registry.tsx'
import { possibleActions } from './controls.ts'

const defaultSwapMib = 16 * 1024

/** What can be done here from the palette as well; each asks first. */
export function useHostActions(state: HostState | null, onAsk: (action: HostAction) => void): void {
  const canAct = state !== null && state.helper.way !== 'none'
  const place = state?.helper.swapPlaces[0]?.name ?? null
  const { swapOff, guardsPause, guardsResume } = state ? possibleActions(state) : nothing
  const isHeld = (state?.leases.length ?? 0) > 0
  const actions = useMemo<readonly Action[]>(() => {
    const entry = (title: string, keywords: readonly string[], action: HostAction): Action => ({
      id: `host:${action.kind}`,
      title,
      group: 'Host',
      keywords,
      run: () => onAsk(action),
    })
    return !canAct
      ? []
      : [
          ...(isHeld
            ? [entry('Give the host back…', ['restore', 'lease'], { kind: 'restore', lease: null })]
            : []),
          ...(place === null
            ? []
            : [
                entry('Put 16 GiB of swap on…', ['memory'], {
                  kind: 'swap-on',
                  swapMib: defaultSwapMib,
                  swapPlace: place,
                }),
              ]),
          ...(swapOff ? [entry('Take the swap off…', ['memory'], { kind: 'swap-off' })] : []),
          ...(guardsPause ? [entry('Pause the memory guards…', ['earlyoom'], { kind: 'guards-pause' })] : []),
          ...(guardsResume
            ? [entry('Resume the memory guards…', ['earlyoom'], { kind: 'guards-resume' })]
            : []),
          entry('Drop the page cache…', ['flush', 'memory'], { kind: 'flush-cache' }),
        ]
  }, [canAct, place, swapOff, guardsPause, guardsResume, isHeld, onAsk])
  useActions(actions)
}

const nothing = { swapOff: false, guardsPause: false, guardsResume: false }
