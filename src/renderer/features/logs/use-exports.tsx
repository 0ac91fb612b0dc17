import { Copy, FileJson, FileText } from 'lucide-react'
import { useCallback, useMemo } from 'react'
import { useLabPart } from '../../bridge/use-bridge.tsx'
import type { MenuEntry } from '../../ui/menu.tsx'
import type { LogEntry } from './entry.ts'
import { saveFile, toJsonLines, toText } from './export.ts'
import type { LogStore } from './log-store.ts'

/** The ways to take lines out of the page. */
export function useExports(
  store: LogStore,
  selected: () => readonly LogEntry[],
  copy: (entries: readonly LogEntry[]) => void,
): { readonly entries: readonly MenuEntry[]; readonly save: () => void } {
  const lab = useLabPart(({ state }) => state?.lab.name) ?? 'lab'
  const shown = useCallback(() => {
    const rows = store.rows()
    return Array.from({ length: rows.count }, (_, index) => store.ring.get(rows.numberAt(index))).filter(
      (entry) => entry !== undefined,
    )
  }, [store])
  const name = useCallback(
    (ending: string) =>
      `${lab.replaceAll(/[^\w.-]+/g, '-')}-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.${ending}`,
    [lab],
  )
  const save = useCallback(() => saveFile(name('log'), toText(shown()), 'text/plain'), [name, shown])
  const entries = useMemo<readonly MenuEntry[]>(
    () => [
      {
        label: 'Copy the chosen lines',
        icon: <Copy size={14} aria-hidden />,
        shortcut: 'Ctrl C',
        onSelect: () => {
          const lines = selected()
          copy(lines.length > 0 ? lines : shown())
        },
      },
      { label: 'Save the shown lines as text', icon: <FileText size={14} aria-hidden />, onSelect: save },
      {
        label: 'Save the shown lines as JSON',
        icon: <FileJson size={14} aria-hidden />,
        onSelect: () => saveFile(name('jsonl'), toJsonLines(shown()), 'application/x-ndjson'),
      },
    ],
    [selected, copy, shown, save, name],
  )
  return { entries, save }
}
