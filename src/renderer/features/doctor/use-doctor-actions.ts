import { useMemo } from 'react'
import { useActions, type Action } from '../../actions/action-registry.tsx'

/** What the palette and the keys can do on this screen. */
export function useDoctorActions({
  onCheckAgain,
  onMove,
  onFix,
  onFixAll,
}: {
  readonly onCheckAgain: () => void
  /** To the next finding (1), or to the one before (-1). */
  readonly onMove: (by: 1 | -1) => void
  /** Null when the finding that is selected has no fix. */
  readonly onFix: (() => void) | null
  /** Null when there is nothing to fix. */
  readonly onFixAll: (() => void) | null
}): void {
  const actions = useMemo<readonly Action[]>(
    () => [
      { id: 'doctor:again', title: 'Check again', group: 'Doctor', shortcut: 'r', run: onCheckAgain },
      { id: 'doctor:next', title: 'Next finding', group: 'Doctor', shortcut: 'j', run: () => onMove(1) },
      {
        id: 'doctor:previous',
        title: 'Finding before',
        group: 'Doctor',
        shortcut: 'k',
        run: () => onMove(-1),
      },
      ...(onFix
        ? [
            {
              id: 'doctor:fix',
              title: 'Apply the fix that is shown',
              group: 'Doctor',
              shortcut: 'x',
              run: onFix,
            },
          ]
        : []),
      ...(onFixAll
        ? [
            {
              id: 'doctor:fix-all',
              title: 'Show what all fixes will do',
              group: 'Doctor',
              shortcut: 'Shift+x',
              run: onFixAll,
            },
          ]
        : []),
    ],
    [onCheckAgain, onMove, onFix, onFixAll],
  )
  useActions(actions)
}
