import { useMemo } from 'react'
import { useLocation } from 'wouter'
import { isUp } from '../../../shared/roll-up.ts'
import { useActions, type Action } from '../../actions/action-registry.tsx'
import { logsPath } from '../../../shared/page-paths.ts'
import { useRunActions } from '../../actions/run-actions.tsx'
import { useLabStore } from '../../bridge/use-bridge.tsx'

/** The keys of this screen: the same as of a stack in the yard. */
export function useStackActions(stack: string): void {
  const { start, stop, restart } = useRunActions()
  const store = useLabStore()
  const [, navigate] = useLocation()
  const actions = useMemo<readonly Action[]>(() => {
    const toggle = () => {
      const stacks = store.getSnapshot().state?.status?.stacks ?? []
      if (isUp(stacks.find(({ name }) => name === stack)?.services ?? [])) stop([stack])
      else start([stack])
    }
    const logs = () => navigate(logsPath(stack))
    return [
      { id: 'stack:toggle', title: `Start or stop ${stack}`, group: stack, shortcut: 's', run: toggle },
      {
        id: 'stack:restart',
        title: `Restart ${stack}`,
        group: stack,
        shortcut: 'r',
        run: () => restart([stack]),
      },
      {
        id: 'stack:logs',
        title: `Logs of ${stack}`,
        group: stack,
        shortcut: 'l',
        otherShortcuts: ['m'],
        run: logs,
      },
      { id: 'stack:map', title: 'Show the map', group: stack, shortcut: '?', run: () => navigate('/map') },
    ]
  }, [stack, start, stop, restart, store, navigate])
  useActions(actions)
}
