import { useMemo, useState, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import { useActions, useAllActions, type Action } from '../actions/action-registry.tsx'
import { useSettings } from '../actions/settings.tsx'
import { useShortcuts } from '../actions/shortcuts.ts'
import { sections } from '../ui/sections.ts'
import { Bar } from './bar.tsx'
import { goBack } from './go-back.ts'
import { useLabActions } from './lab-actions.ts'
import { LinkActions } from './link-actions.tsx'
import { Nav } from './nav.tsx'
import { Palette } from './palette.tsx'
import { RunStrip } from './run-strip.tsx'
import { StaleBanner } from './stale-banner.tsx'
import { useArrival } from './use-arrival.ts'

/** What stands around every screen: navigation, the bar, the palette and the keys. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const [isPaletteOpen, setIsPaletteOpen] = useState(false)
  const [, navigate] = useLocation()
  const { settings } = useSettings()
  const actions = useMemo<readonly Action[]>(
    () => [
      {
        id: 'palette',
        title: 'Search or run a command',
        group: 'Go to',
        shortcut: 'Control+k',
        // Control+k alone is the shell's while a terminal has the focus.
        otherShortcuts: ['Control+Shift+k'],
        run: () => setIsPaletteOpen(true),
      },
      ...destinations.map(({ title, path, shortcut, keywords }) => ({
        id: `go:${path}`,
        title,
        group: 'Go to',
        ...(shortcut === undefined ? {} : { shortcut }),
        keywords,
        run: () => navigate(path),
      })),
      { id: 'back', title: 'Back', group: 'Go to', shortcut: 'Escape', run: () => goBack(navigate) },
    ],
    [navigate],
  )
  useActions(actions)
  useLabActions()
  useArrival()
  const all = useAllActions()
  useShortcuts(all, settings.singleKeys)

  return (
    <div className="grid h-full grid-cols-[72px_minmax(0,1fr)] grid-rows-[44px_auto_minmax(0,1fr)]">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-overlay focus:p-2"
        onClick={(event) => {
          event.preventDefault()
          document.getElementById('main')?.focus()
        }}
      >
        Skip to the content
      </a>
      <Nav />
      <Bar onOpenPalette={() => setIsPaletteOpen(true)} />
      <div className="col-start-2">
        <StaleBanner />
        <RunStrip />
      </div>
      <main id="main" tabIndex={-1} className="col-start-2 flex min-h-0 min-w-0 flex-col outline-none">
        {children}
      </main>
      {isPaletteOpen && <LinkActions />}
      <Palette isOpen={isPaletteOpen} onClose={() => setIsPaletteOpen(false)} actions={all} />
    </div>
  )
}

const destinations: readonly {
  readonly title: string
  readonly path: string
  readonly shortcut?: string
  readonly keywords: readonly string[]
}[] = [
  { title: 'Yard', path: '/yard', shortcut: 'g y', keywords: ['home', 'stacks', 'overview'] },
  { title: 'Runs', path: '/runs', shortcut: 'g r', keywords: ['history', 'timeline'] },
  { title: 'Logs', path: '/logs', shortcut: 'g l', keywords: ['output'] },
  { title: 'Host', path: '/host', shortcut: 'g h', keywords: ['memory', 'swap', 'gpu', 'disk', 'earlyoom'] },
  { title: 'Map', path: '/map', shortcut: 'g m', keywords: ['dependencies', 'graph'] },
  { title: 'Doctor', path: '/doctor', shortcut: 'g d', keywords: ['problems', 'check', 'fix'] },
  {
    title: 'Alerts',
    path: '/alerts',
    shortcut: 'g e',
    keywords: ['bell', 'notifications', 'unhealthy', 'warnings'],
  },
  { title: 'Settings', path: '/settings', shortcut: 'g s', keywords: ['theme', 'preferences'] },
  { title: 'Labs', path: '/labs', shortcut: 'g a', keywords: ['add a folder', 'open'] },
  ...Object.values(sections).flatMap(({ tabs }) => tabs),
]
