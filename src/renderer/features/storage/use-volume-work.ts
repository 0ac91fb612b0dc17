import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Problem } from '../../../shared/errors.ts'
import type { VolumeWorkEvent } from '../../../shared/storage.ts'
import { problemsOf } from '../../bridge/problems.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'

type EventOf<Type extends VolumeWorkEvent['type']> = Extract<VolumeWorkEvent, { readonly type: Type }>

/** A backup or a restore as this page sees it. */
export interface VolumeWorkView {
  readonly isRunning: boolean
  readonly phase: string | null
  readonly progress: EventOf<'progress'> | null
  readonly warnings: readonly string[]
  readonly end: EventOf<'done'> | EventOf<'cancelled'> | null
  readonly problems: readonly Problem[] | null
}

const nothingYet: VolumeWorkView = {
  isRunning: false,
  phase: null,
  progress: null,
  warnings: [],
  end: null,
  problems: null,
}

/** Does one piece of work at a time; leaving the screen cancels it. */
export function useVolumeWork() {
  const orpc = useOrpc()
  const queries = useQueryClient()
  const [view, setView] = useState(nothingYet)
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])

  const begin = useCallback(
    async (open: (signal: AbortSignal) => Promise<AsyncIterable<VolumeWorkEvent>>) => {
      const own = new AbortController()
      abort.current = own
      setView({ ...nothingYet, isRunning: true })
      try {
        for await (const event of await open(own.signal)) setView((current) => fold(current, event))
        setView((current) => ({ ...current, isRunning: false, end: current.end ?? { type: 'cancelled' } }))
      } catch (error) {
        const isCancelled = own.signal.aborted
        setView((current) => ({
          ...current,
          isRunning: false,
          ...(isCancelled ? { end: { type: 'cancelled' } } : { problems: problemsOf(error) }),
        }))
      }
      await queries.invalidateQueries({ queryKey: orpc.storage.key() })
    },
    [orpc, queries],
  )
  return { view, begin, cancel: () => abort.current?.abort() }
}

export function fold(view: VolumeWorkView, event: VolumeWorkEvent): VolumeWorkView {
  switch (event.type) {
    case 'phase':
      return { ...view, phase: event.text, progress: null }
    case 'progress':
      return { ...view, progress: event }
    case 'warning':
      return { ...view, warnings: [...view.warnings, event.text] }
    case 'done':
    case 'cancelled':
      return { ...view, end: event, progress: null }
  }
}
