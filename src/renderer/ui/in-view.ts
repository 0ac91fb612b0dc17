import { type RefObject, useEffect, useState } from 'react'

const listeners = new WeakMap<Element, (isInView: boolean) => void>()
let observer: IntersectionObserver | null = null

/** Says whether the element can be seen, or will be after a little scrolling: now, and whenever that changes. */
export function watchView(element: Element, listener: (isInView: boolean) => void): () => void {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) listeners.get(target)?.(isIntersecting)
    },
    { rootMargin: '100px' },
  )
  listeners.set(element, listener)
  observer.observe(element)
  return () => {
    listeners.delete(element)
    observer?.unobserve(element)
  }
}

/** The same for a component; true until it is known. */
export function useInView(place: RefObject<Element | null>): boolean {
  const [isInView, setIsInView] = useState(true)
  useEffect(() => (place.current ? watchView(place.current, setIsInView) : undefined), [place])
  return isInView
}
