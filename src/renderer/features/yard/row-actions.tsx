import { ExternalLink, Play, RotateCw, ScrollText } from 'lucide-react'
import { Link } from 'wouter'
import { logsPath } from '../../actions/paths.ts'
import { useAsked, useRunActions } from '../../actions/run-actions.tsx'
import { Button } from '../../ui/button.tsx'
import type { OpenPort } from './ports.ts'

const icon = 'grid size-6 place-items-center rounded-6 text-ink-2 hover:bg-overlay hover:text-ink'

/** What is at hand while a row is pointed at or has the focus. */
export function RowActions({
  stack,
  name,
  isDown,
  port,
}: {
  readonly stack: string
  readonly name: string
  readonly isDown: boolean
  readonly port: OpenPort | null
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
      {port && (
        <a
          href={port.url}
          target="_blank"
          rel="noopener noreferrer"
          aria-label={`Open ${name} in the browser`}
          title={port.url}
          className={icon}
        >
          <ExternalLink size={14} aria-hidden />
        </a>
      )}
    </span>
  )
}
