import { Link } from 'wouter'
import { logsPath } from '../../../shared/page-paths.ts'
import { useAsked, useRunActions } from '../../actions/run-actions.tsx'
import { Button } from '../../ui/button.tsx'
import { Meter } from '../../ui/surface.tsx'
import type { SecondLine as Line } from './words.ts'

/** Why a service is not ready, or how far it is, and the one thing to do about it. */
export function SecondLine({
  line,
  stack,
  name,
}: {
  readonly line: Line
  readonly stack: string
  readonly name: string
}) {
  const { text, more, share, action } = line
  return (
    <div className="relative flex min-h-6 items-center gap-2 pr-2.5 pb-2 pl-10 text-12 text-ink-2">
      {share !== null && <Meter share={share} label={`${name} is loading`} />}
      <p
        className={`min-w-0 ${share === null ? `${action === null ? 'line-clamp-3' : 'line-clamp-2'} flex-1 break-words` : 'shrink-0 tabular-nums'}`}
        title={share === null ? text : undefined}
      >
        {text}
        {more !== null && <span className="text-ink-3 @max-[290px]:hidden">, {more}</span>}
      </p>
      {action === 'logs' && (
        <Link
          href={logsPath(stack, name)}
          className="grid h-6 shrink-0 place-items-center rounded-6 border border-line-control px-2 font-medium text-ink hover:bg-raised"
        >
          Logs
        </Link>
      )}
      {action === 'restart' && <Again target={`${stack}/${name}`} />}
    </div>
  )
}

function Again({ target }: { readonly target: string }) {
  const { start } = useRunActions()
  const asked = useAsked()
  return (
    <Button size="small" isBusy={asked.has(target)} onClick={() => start([target])}>
      Start
    </Button>
  )
}
