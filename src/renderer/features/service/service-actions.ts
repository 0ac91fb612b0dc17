import { useMemo } from 'react'
import { useLocation } from 'wouter'
import type { ServiceRef } from '../../../shared/lab.ts'
import { useActions, type Action } from '../../actions/action-registry.tsx'
import { logsPath, shellPath, stackPath } from '../../../shared/page-paths.ts'
import { useRunActions } from '../../actions/run-actions.tsx'
import { useLabStore } from '../../bridge/use-bridge.tsx'
import { isWebAddress } from '../../ui/link-button.tsx'

/** The keys of this screen: the same as of a row in the yard. */
export function useServiceActions({ stack, service }: ServiceRef, webUrl: string | null): void {
  const { start, stop, restart, restartClean } = useRunActions()
  const store = useLabStore()
  const [, navigate] = useLocation()
  const actions = useMemo<readonly Action[]>(() => {
    const key = `${stack}/${service}`
    const group = service
    const base = [
      {
        id: 'service:toggle',
        title: `Start or stop ${service}`,
        group,
        shortcut: 's',
        run: () => {
          const state = store.getService(key)?.state
          if (state === 'running' || state === 'restarting' || state === 'paused') stop([key])
          else start([key])
        },
      },
      { id: 'service:restart', title: `Restart ${service}`, group, shortcut: 'r', run: () => restart([key]) },
      {
        id: 'service:restart-clean',
        title: `Restart ${service} in a new container…`,
        group,
        keywords: ['clean', 'recreate'],
        run: () => restartClean([key]),
      },
      {
        id: 'service:logs',
        title: `Logs of ${service}`,
        group,
        shortcut: 'l',
        otherShortcuts: ['m'],
        run: () => navigate(logsPath(stack, service)),
      },
      {
        id: 'service:shell',
        title: `Shell in ${service}`,
        group,
        shortcut: 't',
        otherShortcuts: ['Shift+e'],
        run: () => navigate(shellPath({ stack, service })),
      },
      { id: 'service:stack', title: `Show ${stack}`, group, run: () => navigate(stackPath(stack)) },
      { id: 'service:map', title: 'Show the map', group, shortcut: '?', run: () => navigate('/map') },
    ]
    if (webUrl === null || !isWebAddress(webUrl)) return base
    const open = () => void window.open(webUrl, '_blank', 'noopener,noreferrer')
    return [
      ...base,
      {
        id: 'service:open',
        title: `Open ${service} in the browser`,
        group,
        shortcut: 'o',
        otherShortcuts: ['w'],
        run: open,
      },
    ]
  }, [stack, service, webUrl, start, stop, restart, restartClean, store, navigate])
  useActions(actions)
}
