import { useEffect, useRef } from 'react'

/** Asks a query again whenever `mark` is another one; what it was first asked for needs no second time. */
export function useRefetch(mark: string | number, refetch: () => unknown): void {
  const seen = useRef(mark)
  useEffect(() => {
    if (seen.current === mark) return
    seen.current = mark
    refetch()
  }, [mark, refetch])
}
