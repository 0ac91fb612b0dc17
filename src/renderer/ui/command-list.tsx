import type { Command } from '../../shared/detail.ts'
import { formatCommand } from '../../shared/format.ts'
import { CopyButton } from './copy-button.tsx'

/** Command lines that do the same by hand, each to copy. */
export function CommandList({ commands }: { readonly commands: readonly Command[] }) {
  return (
    <dl className="grid gap-2 px-3 pb-3">
      {commands.map(({ name, command }) => {
        const text = formatCommand(command)
        return (
          <div key={name}>
            <dt className="text-12 text-ink-3">{name}</dt>
            <dd className="mt-0.5 flex items-start gap-1 rounded-4 border border-line bg-well py-0.5 pr-0.5 pl-2">
              <code className="numeric min-w-0 flex-1 py-0.5 text-12/[18px] break-words text-ink-2">
                {text}
              </code>
              <CopyButton text={text} label={`Copy the command for ${name}`} />
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
