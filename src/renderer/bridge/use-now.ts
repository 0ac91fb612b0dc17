import { useEffect, useState } from 'react'

/** The time in epoch milliseconds, told again every so often while the page is looked at. */
export function useNow(everyMs: number): number {
  const [nowMs, setNowMs] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => !document.hidden && setNowMs(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return nowMs
}
