import type { NextStep } from '../../../shared/situation.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/surface.tsx'
import { moveFocus } from './list-keys.ts'

/** Folders of this machine that may be labs, and what speaks for each. */
export function Places({
  steps,
  sentence,
  onLook,
}: {
  readonly steps: readonly NextStep[]
  readonly sentence: string | null
  readonly onLook: (dir: string) => void
}) {
  return (
    <Panel title="Found on this machine">
      {sentence !== null && <p className="px-3 pb-2 text-ink-2">{sentence}</p>}
      <ul onKeyDown={moveFocus} aria-label="Folders that may be labs">
        {steps.map(({ text, dir }) => (
          <li
            key={text}
            data-row
            className="flex min-h-9 items-center gap-3 border-t border-line px-3 py-1 hover:bg-raised"
          >
            <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{text}</span>
            {dir !== null && (
              <Button size="small" aria-label={`What is in ${dir}`} onClick={() => onLook(dir)}>
                Look at it
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
