import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Settings, SettingsChange } from '../../../shared/app.ts'
import type { Problem } from '../../../shared/errors.ts'
import { useSettings } from '../../actions/settings.tsx'
import { problemsOf } from '../../bridge/problems.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'

/** One part of the settings, saved by itself. */
export interface Saving {
  readonly settings: Settings
  readonly save: (change: SettingsChange) => void
  readonly isSaving: boolean
  /** For a moment after each change. */
  readonly isSaved: boolean
  /** Why the latest change was not saved; null when it was. */
  readonly problems: readonly Problem[] | null
}

const savedForMs = 2500

/** Saves each change at once; what is shown is what was saved. */
export function useSaving(): Saving {
  const { settings } = useSettings()
  const orpc = useOrpc()
  const queries = useQueryClient()
  const [saves, setSaves] = useState(0)
  const [savesSeen, setSavesSeen] = useState(0)
  const { mutate, isPending, error } = useMutation(
    orpc.settings.update.mutationOptions({
      onSuccess: (saved) => {
        queries.setQueryData(orpc.settings.get.queryKey(), saved)
        setSaves((count) => count + 1)
      },
    }),
  )
  useEffect(() => {
    const timer = setTimeout(() => setSavesSeen(saves), savedForMs)
    return () => clearTimeout(timer)
  }, [saves])
  return {
    settings,
    save: (change) => mutate(change),
    isSaving: isPending,
    isSaved: saves !== savesSeen && !isPending && error === null,
    problems: error === null ? null : problemsOf(error),
  }
}
