import { ExternalLink, Play, RotateCw, ScrollText } from 'lucide-react'
import { Link } from 'wouter'
import { logsPath } from '../../../shared/page-paths.ts'
import { useAsked, useRunActions } from '../../actions/run-actions.tsx'
import { useLinksOf } from '../../actions/use-links.ts'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import type { OpenPort } from './ports.ts'

const icon = 'grid size-6 place-items-center rounded-6 text-ink-2 hover:bg-overlay hover:text-ink'

/** What is at hand while a row is pointed at or has the focus. */
export function RowActions({
  stack,
  name,
  isDown,
  port,
  onMenu,
}: {
  readonly stack: string
  readonly name: string
  readonly isDown: boolean
  readonly port: OpenPort | null
  /** While its menu is open, it has to stay. */
  readonly onMenu: (isOpen: boolean) => void
}) {
  const { start, restart } = useRunActions()
  const asked = useAsked()
  const target = `${stack}/${name}`
  const [verb, Icon, run] = isDown
    ? (['Start', Play, start] as const)
    : (['Restart', RotateCw, restart] as const)
  return (
    <span className="flex items-center justify-end">
      <Button
        kind="ghost"
        size="small"
        aria-label={`${verb} ${name}`}
        isBusy={asked.has(target)}
        icon={<Icon size={14} aria-hidden />}
        onClick={() => run([target])}
      />
      <Link
        href={logsPath(stack, name)}
        aria-label={`Logs of ${name}`}
        title={`Logs of ${name}`}
        className={icon}
      >
        <ScrollText size={14} aria-hidden />
      </Link>
      <Links stack={stack} name={name} port={port} onMenu={onMenu} />
    </span>
  )
}

/** One link is opened at once; of several one is chosen. */
function Links({
  stack,
  name,
  port,
  onMenu,
}: {
  readonly stack: string
  readonly name: string
  readonly port: OpenPort | null
  readonly onMenu: (isOpen: boolean) => void
}) {
  const links = useLinksOf(stack, name).filter(({ kind }) => kind === 'web')
  const [first] = links
  const only = first ?? (port && { name, url: port.url })
  if (only === null) return null
  if (links.length < 2) {
    return (
      <a
        href={only.url}
        target="_blank"
        rel="noopener noreferrer"
        aria-label={`Open ${only.name} in the browser`}
        title={only.url}
        className={icon}
      >
        <ExternalLink size={14} aria-hidden />
      </a>
    )
  }
  return (
    <Menu
      label={`Links of ${name}`}
      onOpenChange={onMenu}
      trigger={
        <Button
          kind="ghost"
          size="small"
          aria-label={`Links of ${name}`}
          title={`Links of ${name}`}
          icon={<ExternalLink size={14} aria-hidden />}
        />
      }
      entries={links.map((link) => ({
        label: `${link.name}  ${link.url}`,
        onSelect: () => void window.open(link.url, '_blank', 'noopener,noreferrer'),
      }))}
    />
  )
}
