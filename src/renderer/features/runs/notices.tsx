import { Signal } from '../../ui/signal.tsx'

/** What the operator should read but that stops nothing: of the plan, then of the run, each once. */
export function Notices({
  warnings,
  notices,
}: {
  readonly warnings: readonly string[]
  readonly notices: readonly string[]
}) {
  const all = [...new Set([...warnings, ...notices])]
  const [first] = all
  if (first === undefined) return null
  const head = (
    <>
      <Signal state="warning" label="Notice" size={14} />
      <span className="min-w-0 break-words">{first}</span>
    </>
  )
  if (all.length === 1) return <p className="flex gap-2 border-b border-line px-5 py-1.5 text-12">{head}</p>
  return (
    <details className="border-b border-line px-5 text-12">
      <summary className="flex cursor-default list-none gap-2 py-1.5">
        {head}
        <span className="ml-auto shrink-0 text-ink-3 underline underline-offset-2">
          {all.length - 1} more
        </span>
      </summary>
      <ul className="grid max-h-32 gap-1 overflow-auto pb-2 pl-5.5">
        {all.slice(1).map((notice) => (
          <li key={notice} className="break-words text-ink-2">
            {notice}
          </li>
        ))}
      </ul>
    </details>
  )
}
