/** Commands as they would be typed, with their numbers. */
export function CommandView({ commands }: { readonly commands: readonly string[] }) {
  return (
    <ol className="numeric overflow-auto rounded-6 border border-line bg-well py-1.5 text-12/5">
      {commands.map((command, index) => (
        <li key={command} className="w-max min-w-full pr-3 whitespace-pre">
          <span className="inline-block w-10 pr-3 text-right text-ink-3 select-none">{index + 1}</span>
          {command}
        </li>
      ))}
    </ol>
  )
}
