import { useMemo, type RefObject } from 'react'
import { useLocation } from 'wouter'
import { isUp } from '../../../shared/roll-up.ts'
import { useActions, type Action } from '../../actions/action-registry.tsx'
import { pageHost } from '../../actions/page-host.ts'
import { logsPath, shellPath } from '../../../shared/page-paths.ts'
import { useRunActions, type RunActions } from '../../actions/run-actions.tsx'
import type { LabStore } from '../../bridge/lab-store.ts'
import { useLabStore } from '../../bridge/use-bridge.tsx'
import type { Mark } from './mark.ts'
import { move, type Direction } from './moves.ts'
import { focusPlace, readPlaces } from './places.ts'
import { findPort } from './ports.ts'

export interface YardHands {
  readonly yard: RefObject<HTMLElement | null>
  readonly field: RefObject<HTMLInputElement | null>
  readonly mark: Mark
  /** Null while nothing is filtered. */
  readonly clearFilter: (() => void) | null
}

/** The keys of the yard: moving, and what is done with the marked row. */
export function useYardActions({ yard, field, mark, clearFilter }: YardHands): void {
  const store = useLabStore()
  const runs = useRunActions()
  const [, navigate] = useLocation()
  const actions = useMemo(
    () => listActions({ yard, field, mark, clearFilter, store, runs, navigate }),
    [yard, field, mark, clearFilter, store, runs, navigate],
  )
  useActions(actions)
}

function listActions({
  yard,
  field,
  mark,
  clearFilter,
  store,
  runs,
  navigate,
}: YardHands & {
  readonly store: LabStore
  readonly runs: RunActions
  readonly navigate: (path: string) => void
}): readonly Action[] {
  const { start, stop, restart, switchApps } = runs
  const group = 'Yard'
  const status = () => store.getSnapshot().state?.status?.stacks ?? []
  const go = (direction: Direction) => () => {
    if (!yard.current) return
    const next = move(readPlaces(yard.current), mark.get(), direction)
    if (next !== null) focusPlace(yard.current, next)
  }
  const marked = () => {
    const key = mark.get()
    if (key === null) return null
    const [stack = '', service] = key.split('/')
    const own = status().find(({ name }) => name === stack)?.services ?? []
    return {
      key,
      stack,
      service,
      services: own.filter(({ name }) => service === undefined || name === service),
    }
  }
  const withMarked = (act: (place: NonNullable<ReturnType<typeof marked>>) => void) => () => {
    const place = marked()
    if (place) act(place)
    else go('down')()
  }
  return [
    {
      id: 'yard:toggle',
      title: 'Start or stop the marked row',
      group,
      shortcut: 's',
      run: withMarked(({ key, services }) => (isUp(services) ? stop([key]) : start([key]))),
    },
    {
      id: 'yard:restart',
      title: 'Restart the marked row',
      group,
      shortcut: 'r',
      run: withMarked(({ key }) => restart([key])),
    },
    {
      id: 'yard:logs',
      title: 'Logs of the marked row',
      group,
      shortcut: 'l',
      otherShortcuts: ['m'],
      run: withMarked(({ stack, service }) => navigate(logsPath(stack, service))),
    },
    {
      id: 'yard:shell',
      title: 'Shell in the marked service',
      group,
      shortcut: 't',
      otherShortcuts: ['Shift+e'],
      run: withMarked(
        ({ stack, service }) => service !== undefined && navigate(shellPath({ stack, service })),
      ),
    },
    {
      id: 'yard:port',
      title: 'Open the port of the marked service',
      group,
      shortcut: 'o',
      otherShortcuts: ['w'],
      run: withMarked(({ services }) => {
        const port = services.map(({ ports }) => findPort(ports, pageHost())).find(Boolean)
        if (port) window.open(port.url, '_blank', 'noopener,noreferrer')
      }),
    },
    { id: 'yard:problem', title: 'Next problem', group, shortcut: 'e', run: go('problem') },
    {
      id: 'yard:filter',
      title: 'Filter by name',
      group,
      shortcut: '/',
      run: () => field.current?.focus(),
    },
    {
      id: 'yard:apps',
      title: 'Switch the apps on or off',
      group,
      keywords: ['master'],
      shortcut: 'Shift+a',
      run: () => {
        const isOn = status().some(({ alwaysOn, services }) => !alwaysOn && isUp(services))
        switchApps(!isOn)
      },
    },
    { id: 'yard:map', title: 'Show the map', group, shortcut: '?', run: () => navigate('/map') },
    {
      id: 'yard:down',
      title: 'Next row',
      group,
      shortcut: 'j',
      otherShortcuts: ['ArrowDown'],
      run: go('down'),
    },
    {
      id: 'yard:up',
      title: 'Row before',
      group,
      shortcut: 'k',
      otherShortcuts: ['ArrowUp'],
      run: go('up'),
    },
    { id: 'yard:right', title: 'Next wave', group, shortcut: 'ArrowRight', run: go('right') },
    { id: 'yard:left', title: 'Wave before', group, shortcut: 'ArrowLeft', run: go('left') },
    ...(clearFilter === null
      ? []
      : [{ id: 'yard:clear', title: 'Show all rows again', group, shortcut: 'Escape', run: clearFilter }]),
  ]
}
