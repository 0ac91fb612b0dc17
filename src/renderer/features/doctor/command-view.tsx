/** Commands as they would be typed, with their numbers. */
export function CommandView({ commands }: { readonly commands: readonly string[] }) {
  return (
    <ol className="numeric rounded-6 border border-line bg-well py-1.5 text-12/5">
      {commands.map((command, index) => (
        <li key={command} className="flex pr-3">
          <span className="w-10 shrink-0 pr-3 text-right text-ink-3 select-none">{index + 1}</span>
          <span className="min-w-0 [overflow-wrap:anywhere] whitespace-pre-wrap">{command}</span>
        </li>
      ))}
    </ol>
  )
}
