import { createContext, use, useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react'

/** Something that a person can do, wherever it can be reached: button, palette or key. */
export interface Action {
  /** Unique among what is on the page. */
  readonly id: string
  readonly title: string
  /** Heading in the palette, like `Lab` or `Go to`. */
  readonly group: string
  /** Other words to find it by. */
  readonly keywords?: readonly string[]
  /** Like `g y`, `s`, `Shift+s` or `Control+k`; single keys act only outside of fields, and can be turned off. */
  readonly shortcut?: string
  /** More keys that do the same, for hands that know other tools. */
  readonly otherShortcuts?: readonly string[]
  /** Lower in the list, for what there is a lot of, like one entry a service. */
  readonly isMinor?: boolean
  readonly run: () => void
}

interface Registry {
  readonly add: (actions: readonly Action[]) => () => void
  readonly subscribe: (listener: () => void) => () => void
  readonly getSnapshot: () => readonly Action[]
}

const RegistryContext = createContext<Registry | null>(null)

export function ActionsProvider({ children }: { readonly children: ReactNode }) {
  const registry = useMemo(() => createRegistry(), [])
  return <RegistryContext value={registry}>{children}</RegistryContext>
}

/** Makes actions reachable while the calling component is on the page. Give a memoised list. */
export function useActions(actions: readonly Action[]): void {
  const { add } = useRegistry()
  useEffect(() => add(actions), [add, actions])
}

/** Every action there is now; of two with one id, the one that came later. */
export function useAllActions(): readonly Action[] {
  const { subscribe, getSnapshot } = useRegistry()
  return useSyncExternalStore(subscribe, getSnapshot)
}

function useRegistry(): Registry {
  const registry = use(RegistryContext)
  if (!registry) throw new Error('actions need an ActionsProvider')
  return registry
}

function createRegistry(): Registry {
  const lists = new Set<readonly Action[]>()
  const listeners = new Set<() => void>()
  let snapshot: readonly Action[] = []
  const publish = () => {
    snapshot = [...new Map([...lists].flat().map((action) => [action.id, action])).values()]
    for (const listener of listeners) listener()
  }
  return {
    add(actions) {
      lists.add(actions)
      publish()
      return () => {
        lists.delete(actions)
        publish()
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    getSnapshot: () => snapshot,
  }
}
