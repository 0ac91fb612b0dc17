import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { formatMoment } from '../../../shared/format.ts'
import type { KnownLab } from '../../../shared/lab.ts'
import { useSelectionControl } from '../../actions/selection.tsx'
import { useToast } from '../../actions/toasts.tsx'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { useNow } from '../../bridge/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/surface.tsx'
import { moveFocus } from './list-keys.ts'

/** Labs that were used before, latest first. */
export function KnownLabs({
  labs,
  onOpen,
  onLook,
}: {
  readonly labs: readonly KnownLab[]
  readonly onOpen: (dir: string) => void
  readonly onLook: (dir: string) => void
}) {
  const nowMs = useNow(60_000)
  const { selection } = useSelectionControl()
  const current = selection?.dir ?? labs[0]?.dir
  const forget = useForget()
  return (
    <Panel title="Your labs">
      <ul onKeyDown={moveFocus} className="pb-1">
        {labs.map(({ name, dir, lastUsedAt }) => (
          <li
            key={dir}
            data-row
            className="flex min-h-12 items-center gap-3 border-t border-line px-3 py-1.5 hover:bg-raised"
          >
            <div className="min-w-0 flex-1">
              <p className="flex items-baseline gap-2">
                <span className="truncate font-medium">{name}</span>
                {dir === current && <span className="text-12 whitespace-nowrap text-ink-3">open now</span>}
              </p>
              <p title={dir} className="numeric truncate text-12 text-ink-3">
                {dir}
              </p>
            </div>
            <span className="text-12 whitespace-nowrap text-ink-3">
              used <span className="numeric">{formatMoment(Date.parse(lastUsedAt), nowMs)}</span>
            </span>
            <Button size="small" aria-label={`Open ${name}`} onClick={() => onOpen(dir)}>
              Open
            </Button>
            <Button size="small" kind="ghost" aria-label={`What is in ${name}`} onClick={() => onLook(dir)}>
              What is in it
            </Button>
            <Button
              size="small"
              kind="ghost"
              aria-label={`Take ${name} from the list`}
              icon={<Trash2 size={14} aria-hidden />}
              onClick={() => forget({ name, dir })}
            />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** Takes a lab from the list, and offers to put it back: nothing of the lab itself is touched. */
function useForget(): (lab: { readonly name: string; readonly dir: string }) => void {
  const orpc = useOrpc()
  const queries = useQueryClient()
  const toast = useToast()
  const refresh = () => queries.invalidateQueries({ queryKey: orpc.labs.list.key() })
  const add = useMutation(orpc.labs.add.mutationOptions({ onSuccess: refresh }))
  const forget = useMutation(orpc.labs.forget.mutationOptions({ onSuccess: refresh }))
  return ({ name, dir }) =>
    forget.mutate(
      { dir },
      {
        onSuccess: () =>
          toast({
            state: 'stopped',
            text: `${name} is off the list. Its files and containers stay as they are.`,
            action: { label: 'Undo', onClick: () => add.mutate({ dir }) },
          }),
      },
    )
}
