import { useLayoutEffect, type RefObject } from 'react'
import { useNow } from '../../bridge/use-now.ts'
import { percentOf } from './time-scale.ts'

/** Moves everything that ends at this moment, four times a second, without drawing a row again. */
export function MovingNow({
  target,
  startedAtMs,
  domainMs,
}: {
  readonly target: RefObject<HTMLElement | null>
  readonly startedAtMs: number
  readonly domainMs: number
}) {
  const nowMs = useNow(250)
  const percent = percentOf(nowMs - startedAtMs, domainMs)
  useLayoutEffect(() => {
    target.current?.style.setProperty('--now', `${percent}%`)
  }, [target, percent])
  return null
}
