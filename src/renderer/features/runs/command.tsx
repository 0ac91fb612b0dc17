import { CopyButton } from '../../ui/copy-button.tsx'

/** A command to read and to copy. */
export function Command({ text }: { readonly text: string }) {
  return (
    <div className="flex items-start gap-1 rounded-4 border border-line bg-well py-0.5 pr-0.5 pl-2">
      <code className="numeric min-w-0 flex-1 py-0.5 text-12/[18px] break-words text-ink-2">{text}</code>
      <CopyButton text={text} label="Copy the command" />
    </div>
  )
}
