import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { formatBytes, formatMoment } from '../../../shared/format.ts'
import type { CleanItem } from '../../../shared/storage.ts'
import {
  cleanKinds,
  cleanNames,
  countItems,
  describeCleaned,
  sumBytes,
} from '../../../shared/storage-words.ts'
import { useSelection } from '../../actions/selection.tsx'
import { useToast } from '../../actions/toasts.tsx'
import { problemsOf } from '../../bridge/problems.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { useNow } from '../../bridge/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { Caution } from '../../ui/caution.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Bones } from '../../ui/surface.tsx'

const keyOf = ({ kind, id }: Pick<CleanItem, 'kind' | 'id'>) => `${kind} ${id}`

/**
 * Exactly what would go, each thing with its size, age and why; what is unticked stays, and what updates keep for going back is
 * unticked at first.
 */
export function CleanDialog({ onClose }: { readonly onClose: () => void }) {
  const orpc = useOrpc()
  const queries = useQueryClient()
  const selection = useSelection()
  const toast = useToast()
  const nowMs = useNow(10_000)
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const unused = useQuery(
    orpc.storage.unused.queryOptions({
      input: { ...selection, kinds: [...cleanKinds] },
      staleTime: 0,
      gcTime: 0,
    }),
  )
  const clean = useMutation(
    orpc.storage.clean.mutationOptions({
      onSuccess: (result) => {
        if (result.stayed.length > 0) return
        toast({ state: 'done', text: describeCleaned(result) })
        onClose()
      },
      onSettled: () => queries.invalidateQueries({ queryKey: orpc.storage.read.key() }),
    }),
  )
  const kept = unused.data?.kept ?? []
  const items = [...(unused.data?.items ?? []), ...kept]
  const isGoing = (item: CleanItem) => toggled.has(keyOf(item)) === kept.includes(item)
  const going = items.filter(isGoing)
  const bytes = sumBytes(going.map((item) => item.bytes))
  const toggle = (item: CleanItem) =>
    setToggled((current) => {
      const next = new Set(current)
      if (!next.delete(keyOf(item))) next.add(keyOf(item))
      return next
    })
  return (
    <Dialog
      title="Clean up"
      description="What no container and no known lab needs. Volumes are never among it."
      isOpen
      onClose={onClose}
      width={760}
      footer={
        <>
          <Button onClick={onClose}>{clean.isSuccess ? 'Close' : 'Keep everything'}</Button>
          {!clean.isSuccess && (
            <Button
              kind="danger"
              disabled={going.length === 0}
              isBusy={clean.isPending}
              onClick={() =>
                clean.mutate({
                  ...selection,
                  items: going.map((item) => ({
                    kind: item.kind,
                    id: item.id,
                    isKept: kept.includes(item),
                  })),
                })
              }
            >
              {going.length === 0
                ? 'Remove'
                : `Remove ${going.length}${bytes === null ? '' : `, ${formatBytes(bytes)}`}`}
            </Button>
          )}
        </>
      }
    >
      {unused.isPending && <Bones rows={4} />}
      {unused.isError && <ProblemView problems={problemsOf(unused.error)} />}
      {clean.isError && <ProblemView problems={problemsOf(clean.error)} />}
      {unused.data?.warnings.map((warning) => (
        <Caution key={warning}>{warning}</Caution>
      ))}
      {unused.isSuccess && items.length === 0 && <p className="text-ink-2">Nothing is unused.</p>}
      {clean.data ? (
        <div className="grid gap-2">
          <p>{describeCleaned(clean.data)}</p>
          <ul className="grid gap-1">
            {clean.data.stayed.map((item) => (
              <li key={keyOf(item)} className="break-words">
                <strong className="numeric text-12">{item.name}</strong>{' '}
                <span className="text-ink-2">stayed: {item.reason}</span>
              </li>
            ))}
          </ul>
        </div>
      ) : (
        cleanKinds
          .filter((kind) => items.some((item) => item.kind === kind))
          .map((kind) => (
            <fieldset key={kind} className="mb-3">
              <legend className="pb-1 text-12 text-ink-3">{cleanNames[kind]}</legend>
              <ul>
                {items
                  .filter((item) => item.kind === kind)
                  .map((item) => (
                    <li key={item.id}>
                      <label className="flex items-start gap-2 border-t border-line py-1 text-12">
                        <input
                          type="checkbox"
                          className="mt-[1.5px] accent-ink"
                          checked={isGoing(item)}
                          onChange={() => toggle(item)}
                        />
                        <span className="min-w-0 flex-1">
                          <span className="numeric break-all">{item.name}</span>{' '}
                          <span className="break-words text-ink-3">{item.why}</span>
                        </span>
                        <span className="numeric w-20 text-right text-ink-3">
                          {item.createdAt !== null && formatMoment(Date.parse(item.createdAt), nowMs)}
                        </span>
                        <span className="numeric w-16 text-right">
                          {item.bytes === null ? '' : formatBytes(item.bytes)}
                        </span>
                      </label>
                    </li>
                  ))}
              </ul>
            </fieldset>
          ))
      )}
      {!clean.data && going.length > 0 && <p className="text-12 text-ink-2">{countItems(going)}.</p>}
    </Dialog>
  )
}
