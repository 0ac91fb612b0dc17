import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { DoctorReport } from '../../../shared/doctor.ts'
import { useToast } from '../../actions/toasts.tsx'
import { useClient, useLabPart } from '../../bridge/use-bridge.tsx'

/** A report, and when and how long it was looked. */
export interface Examination {
  readonly report: DoctorReport
  /** In epoch milliseconds. */
  readonly checkedAtMs: number
  readonly tookMs: number
}

export interface Doctor {
  readonly examination: Examination | undefined
  readonly isChecking: boolean
  readonly error: unknown
  readonly checkAgain: () => void
  /** Carries out the fixes of these findings, then looks again. */
  readonly fix: (ids: readonly string[], onEnd: () => void) => void
  /** Those that are being fixed now. */
  readonly fixing: readonly string[]
  readonly fixError: unknown
  /** What the latest fix did, as sentences; null before there was one. */
  readonly done: readonly string[] | null
}

/** Looks when the screen is opened, and again when the engine comes or goes or the lab's files change. */
export function useDoctor(): Doctor {
  const client = useClient()
  const selection = useLabPart((snapshot) => snapshot.selection)
  const labError = useLabPart(({ error }) => error)
  const lab = useLabPart(({ state }) => state?.lab ?? null)
  const problems = useLabPart(({ state }) => state?.problems ?? null)
  const isConnected = useLabPart(({ state }) => state?.engine.connected ?? null)
  const queries = useQueryClient()
  const toast = useToast()
  const key = useMemo(
    () => ['doctor', selection, isConnected, lab, problems],
    [selection, isConnected, lab, problems],
  )
  const examine = (request: { fix: boolean; only: readonly string[] | null }) =>
    timed(() =>
      client.labs.doctor({
        ...selection,
        profiles: [...selection.profiles],
        fix: request.fix,
        only: request.only && [...request.only],
      }),
    )
  const query = useQuery({
    queryKey: key,
    queryFn: () => examine({ fix: false, only: null }),
    // Before the lab is known, it would be looked at twice.
    enabled: lab !== null || labError !== null,
    // What was found last stays while it is looked at again, but not when another lab was chosen.
    placeholderData: (last, query) => (query?.queryKey[1] === selection ? last : undefined),
    staleTime: 0,
  })
  const { mutate, ...fixing } = useMutation({
    mutationFn: (ids: readonly string[]) => examine({ fix: true, only: ids }),
    onSuccess: async (examination) => {
      await queries.cancelQueries({ queryKey: key })
      queries.setQueryData(key, examination)
      if (examination.report.fixed.length === 0)
        toast({ state: 'done', text: 'There was nothing left to fix.' })
    },
  })
  const { refetch } = query
  const checkAgain = useCallback(() => void refetch(), [refetch])
  const fix = useCallback(
    (ids: readonly string[], onEnd: () => void) => mutate(ids, { onSettled: onEnd }),
    [mutate],
  )
  return {
    examination: query.data,
    isChecking: query.isFetching || query.isPending,
    error: query.error,
    checkAgain,
    fix,
    fixing: fixing.isPending ? fixing.variables : nothing,
    fixError: fixing.error,
    done: fixing.data?.report.fixed ?? null,
  }
}

const nothing: readonly string[] = []

async function timed(work: () => Promise<DoctorReport>): Promise<Examination> {
  const startMs = performance.now()
  const report = await work()
  return { report, checkedAtMs: Date.now(), tookMs: performance.now() - startMs }
}
