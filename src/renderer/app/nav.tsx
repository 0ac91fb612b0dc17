import {
  Activity,
  Cpu,
  Files,
  GanttChart,
  Network,
  ScrollText,
  SlidersHorizontal,
  TramFront,
  Wrench,
} from 'lucide-react'
import type { ComponentType } from 'react'
import { Link, useLocation } from 'wouter'
import { useLabPart } from '../bridge/use-bridge.tsx'
import { sections, type Section } from '../ui/sections.ts'
import { Signal } from '../ui/signal.tsx'
import { Logo } from './logo.tsx'

interface NavPlace {
  readonly title: string
  readonly path: string
  /** Other paths that belong to this place. */
  readonly also?: readonly string[]
  readonly icon: ComponentType<{ size?: number; 'aria-hidden'?: boolean; strokeWidth?: number }>
}

const places: readonly NavPlace[] = [
  { title: 'Yard', path: '/yard', also: ['/stacks', '/services', '/shell'], icon: TramFront },
  { title: 'Runs', path: '/runs', icon: GanttChart },
  { title: 'Logs', path: '/logs', icon: ScrollText },
  { title: 'Host', path: '/host', icon: Cpu },
  { title: 'Map', path: '/map', icon: Network },
  ...placeOf(sections.lab, Files),
  ...placeOf(sections.upkeep, Wrench),
  { title: 'Doctor', path: '/doctor', icon: Activity },
  { title: 'Settings', path: '/settings', also: ['/labs'], icon: SlidersHorizontal },
]

export function Nav() {
  const [location] = useLocation()
  const isRunning = useLabPart(({ state }) => (state?.runs.length ?? 0) > 0)
  const hasProblems = useLabPart(
    ({ state }) => (state?.problems.length ?? 0) > 0 || state?.engine.connected === false,
  )
  return (
    <nav
      aria-label="Main"
      className="row-span-3 flex flex-col items-center gap-1 overflow-y-auto border-r border-line bg-surface pb-2"
    >
      <Link href="/yard" aria-label="Switchyard" className="grid h-11 shrink-0 place-items-center text-ink">
        <Logo />
      </Link>
      {places.map(({ title, path, also = [], icon: Icon }) => {
        const isCurrent = [path, ...also].some((each) => location.startsWith(each))
        return (
          <Link
            key={path}
            href={path}
            aria-current={isCurrent ? 'page' : undefined}
            className={`relative grid w-14 shrink-0 justify-items-center gap-0.5 rounded-6 py-1.5 text-11 ${
              isCurrent
                ? 'bg-raised font-medium text-ink before:absolute before:inset-y-2 before:-left-2 before:w-0.5 before:bg-ink'
                : 'text-ink-2 hover:bg-raised hover:text-ink'
            } ${path === '/settings' ? 'mt-auto' : ''}`}
          >
            <Icon size={20} strokeWidth={1.6} aria-hidden />
            {title}
            {path === '/runs' && isRunning && (
              <span className="absolute top-1 right-1.5">
                <Signal state="loading" label="a run goes on" size={14} />
              </span>
            )}
            {path === '/doctor' && hasProblems && (
              <span className="absolute top-1 right-1.5">
                <Signal state="failed" label="something is wrong" size={14} />
              </span>
            )}
          </Link>
        )
      })}
    </nav>
  )
}

function placeOf({ title, tabs: [first, ...others] }: Section, icon: NavPlace['icon']): readonly NavPlace[] {
  return first ? [{ title, path: first.path, also: others.map(({ path }) => path), icon }] : []
}
