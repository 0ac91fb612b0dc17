import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { sections } from './sections.ts'
import { PageHead } from './surface.tsx'

/** The head of a screen that shares its place in the navigation with others, with the ways to these. */
export function SectionHead({
  section,
  children,
  actions,
}: {
  readonly section: keyof typeof sections
  readonly children?: ReactNode
  readonly actions?: ReactNode
}) {
  const [location] = useLocation()
  const { title, tabs } = sections[section]
  const current = tabs.find(({ path }) => location.startsWith(path))
  return (
    <PageHead title={current?.title ?? title} actions={actions}>
      <nav aria-label={title} className="flex flex-wrap gap-1">
        {tabs.map(({ title: name, path }) => (
          <Link
            key={path}
            href={path}
            aria-current={path === current?.path ? 'page' : undefined}
            className={`rounded-6 px-2.5 py-1 text-12 ${
              path === current?.path
                ? 'bg-raised font-medium text-ink'
                : 'text-ink-2 hover:bg-raised hover:text-ink'
            }`}
          >
            {name}
          </Link>
        ))}
      </nav>
      {children}
    </PageHead>
  )
}
