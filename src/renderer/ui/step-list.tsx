import type { NextStep } from '../../shared/situation.ts'
import { CopyButton } from './copy-button.tsx'

/** What to do next, one under the other; a command stands by itself, to be copied. */
export function StepList({ steps }: { readonly steps: readonly NextStep[] }) {
  return (
    <ol aria-label="What to do next" className="grid gap-2">
      {steps.map(({ text, command }) => (
        <li key={text} className="grid min-w-0 gap-1">
          <p className="[overflow-wrap:anywhere]">{command === null ? `${text}.` : `${text}:`}</p>
          {command !== null && (
            <p className="flex w-fit max-w-full items-center gap-1 rounded-6 border border-line bg-well pl-3">
              <code className="numeric min-w-0 py-1 text-12 [overflow-wrap:anywhere]">{command}</code>
              <CopyButton text={command} label={`Copy ${command}`} />
            </p>
          )}
        </li>
      ))}
    </ol>
  )
}
