import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { ServiceRef } from '../../../shared/lab.ts'
import { useBridge, useLabPart } from '../../bridge/use-bridge.tsx'
import { createTerminal, type TerminalView } from './create-terminal.ts'
import { createSession, type Session, type SessionState } from './session.ts'

export interface ShellControl {
  /** For the element that the terminal is drawn in. */
  readonly elementRef: React.RefObject<HTMLDivElement | null>
  readonly state: SessionState
  /** Opens a shell unless there is one, and goes to the terminal. */
  readonly open: () => void
}

/** A terminal with a shell in a service's container, for as long as the screen is open. */
export function useSession({ stack, service }: ServiceRef, onLeave: () => void): ShellControl {
  const bridge = useBridge()
  const selection = useLabPart((snapshot) => snapshot.selection)
  const elementRef = useRef<HTMLDivElement>(null)
  const viewRef = useRef<TerminalView>(null)
  const [session, setSession] = useState<Session | null>(null)

  useEffect(() => {
    const left = new AbortController()
    let begun: Session | null = null
    // The terminal measures its letters once, so they must be there.
    void fontLoaded().then(() => {
      if (left.signal.aborted || !elementRef.current) return
      const view = createTerminal(elementRef.current, onLeave)
      const { screen } = view
      const next = createSession({ bridge, selection, service: { stack, service }, screen })
      begun = next
      viewRef.current = view
      view.onKeys((keys) => {
        if (next.getState().kind === 'ended' && keys === '\r') next.open()
        else next.type(keys)
      })
      view.onResize(next.resize)
      next.open()
      view.focus()
      setSession(next)
    })
    return () => {
      left.abort()
      begun?.dispose()
      viewRef.current?.dispose()
      viewRef.current = null
      setSession(null)
    }
  }, [bridge, selection, stack, service, onLeave])

  const state = useSyncExternalStore(session?.subscribe ?? never, session?.getState ?? opening)
  useEffect(() => {
    // While there was no shell, the terminal was not there to take the focus.
    if (state.kind === 'open' && document.activeElement === document.body) viewRef.current?.focus()
  }, [state.kind])
  const open = useCallback(() => {
    session?.open()
    viewRef.current?.focus()
  }, [session])
  return { elementRef, state, open }
}

/** Resolves as well when the font cannot be had: the terminal then takes the next one. */
function fontLoaded(): Promise<unknown> {
  return document.fonts.load('13px "JetBrains Mono Variable"').catch(() => undefined)
}

const beginning: SessionState = { kind: 'opening' }
const opening = () => beginning
const never = () => () => undefined
