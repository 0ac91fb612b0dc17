import { formatCommand, formatCount, formatDuration } from '../../../shared/format.ts'
import { Command } from './command.tsx'
import { describeCheck, describeFolderOrder, describeGates } from './describe.ts'
import type { ServiceSteps } from './story.ts'

/** How a service is judged, what it waits for, and exactly what is run. */
export function ServiceChecks({ steps }: { readonly steps: ServiceSteps }) {
  const { start, stop, remove } = steps
  const check = start ? describeCheck(start.check) : null
  const order = start ? describeFolderOrder(start.gates) : null
  const asked = start ? describeGates(start.gates.filter(({ from }) => from !== 'layout')) : []
  const gates = order === null ? asked : [...asked, order]
  const commands = [stop, remove, start].flatMap((step) => (step ? [formatCommand(step.command)] : []))
  return (
    <section className="grid gap-2 px-4 py-3.5" aria-label="Readiness check">
      <div className="flex items-baseline gap-2">
        <h2>{start ? 'Readiness check' : 'Command'}</h2>
        {start && (
          <span className="ml-auto text-12 text-ink-3">
            gives up after {formatDuration(start.timeoutMs)}
            {start.retries > 0 && `, ${formatCount(start.retries, 'retry', 'retries')}`}
          </span>
        )}
      </div>
      {check && <p className="text-12 text-ink-2">{check.words}</p>}
      {check !== null && check.exact !== null && (
        <code className="numeric text-12 break-all">{check.exact}</code>
      )}
      {gates.length > 0 && (
        <ul className="grid gap-0.5 text-12 text-ink-2">
          {gates.map((words) => (
            <li key={words} className="break-words first-letter:uppercase">
              {words}
            </li>
          ))}
        </ul>
      )}
      {commands.map((text) => (
        <Command key={text} text={text} />
      ))}
    </section>
  )
}
