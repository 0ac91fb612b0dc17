import { useQuery } from '@tanstack/react-query'
import type { MetricLine } from '../../shared/metrics.ts'
import { useSelection } from '../actions/selection.tsx'
import { useClient } from '../bridge/use-bridge.tsx'
import { type Range, refreshMs, timesOf } from './range.ts'

const points = 240

/** These lines over the range; asked for again while it moves on and somebody looks. What was shown of them stays until the answer is there. */
export function useMetricLines(lines: readonly MetricLine[], range: Range, isInView: boolean) {
  const client = useClient()
  const { dir, environment, profiles } = useSelection()
  const input = { dir, environment, profiles: [...profiles], lines: [...lines], points }
  return useQuery({
    queryKey: ['metrics', input, range],
    queryFn: ({ signal }) =>
      client.metrics.query({ ...input, ...whole(timesOf(range, Date.now())) }, { signal }),
    refetchInterval: isInView && refreshMs(range, points),
    // Lines are told apart by their place: what others were answered would be drawn as these.
    placeholderData: (last, previous) =>
      JSON.stringify(previous?.queryKey[1]) === JSON.stringify(input) ? last : undefined,
    // Every value has moved on by a step; looking for what is the same would find nothing.
    structuralSharing: false,
  })
}

function whole({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }) {
  return { fromMs: Math.max(0, Math.floor(fromMs)), toMs: Math.ceil(toMs) }
}
