import { useEffect, useMemo, useRef, useState, type RefObject } from 'react'
import type { StackView } from '../../../shared/lab.ts'
import { useLabPart } from '../../bridge/use-bridge.tsx'
import { layTracks, type Anchor } from './tracks.ts'

/** From its top edge to the middle of a card's head. */
const headMiddle = 18
/** With more stacks than this, only the routes of the one that is pointed at are drawn. */
const mostAtOnce = 12

/** The tracks between the columns. Measures where the stacks stand, and draws again only when one of them moves. */
export function Ladder({
  yard,
  stacks,
}: {
  readonly yard: RefObject<HTMLElement | null>
  readonly stacks: readonly StackView[]
}) {
  const [anchors, setAnchors] = useState<readonly Anchor[]>([])
  const [pointed, setPointed] = useState<string | null>(null)
  const known = useRef('')
  const isCrowded = stacks.length > mostAtOnce
  const isIdle = isCrowded && pointed === null

  useEffect(() => {
    const root = yard.current
    if (!root || isIdle) return
    const measure = () => {
      const next = readAnchors(root, stacks)
      const text = JSON.stringify(next)
      if (text === known.current) return
      known.current = text
      setAnchors(next)
    }
    const sizes = new ResizeObserver(measure)
    const observe = () => {
      sizes.disconnect()
      sizes.observe(root)
      for (const card of root.querySelectorAll('[data-stack]')) sizes.observe(card)
    }
    // Cards come and go with the filter.
    const columns = new MutationObserver(observe)
    for (const column of root.querySelectorAll('[data-wave]')) columns.observe(column, { childList: true })
    observe()
    return () => {
      sizes.disconnect()
      columns.disconnect()
    }
  }, [yard, stacks, isIdle])

  useEffect(() => {
    const root = yard.current
    if (!root || !isCrowded) return
    const point = ({ target }: Event) => {
      const card = target instanceof Element ? target.closest<HTMLElement>('[data-stack]') : null
      setPointed(card?.dataset['stack'] ?? null)
    }
    root.addEventListener('pointerover', point)
    root.addEventListener('focusin', point)
    return () => {
      root.removeEventListener('pointerover', point)
      root.removeEventListener('focusin', point)
    }
  }, [yard, isCrowded])

  const held = useLabPart(({ state }) => JSON.stringify(findHeld(state?.status?.stacks)))
  const tracks = useMemo(() => {
    if (isIdle) return []
    const dead = new Set(JSON.parse(held) as string[])
    return layTracks(anchors, (stack) => !dead.has(stack), isCrowded ? pointed : null)
  }, [anchors, held, isIdle, isCrowded, pointed])

  return (
    <svg
      aria-hidden
      className="pointer-events-none absolute inset-0 size-full fill-none stroke-rail stroke-[1.5]"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {tracks.map(({ path, isHeld }, index) => (
        <path key={index} d={path} strokeDasharray={isHeld ? '3 4' : undefined} />
      ))}
    </svg>
  )
}

function readAnchors(root: HTMLElement, stacks: readonly StackView[]): readonly Anchor[] {
  return [...root.querySelectorAll<HTMLElement>('[data-wave]')].flatMap((column) =>
    [...column.querySelectorAll<HTMLElement>('[data-stack]')].map((card) => {
      const stack = card.dataset['stack'] ?? ''
      return {
        stack,
        wave: Number(column.dataset['wave']),
        needs: stacks.find(({ name }) => name === stack)?.needs ?? [],
        y: card.offsetTop + headMiddle,
        left: card.offsetLeft,
        right: card.offsetLeft + card.offsetWidth,
      }
    }),
  )
}

function findHeld(
  stacks: readonly { readonly name: string; readonly state: string }[] | undefined,
): readonly string[] {
  return (stacks ?? [])
    .filter(({ state }) => state === 'stopped' || state === 'failed')
    .map(({ name }) => name)
}
