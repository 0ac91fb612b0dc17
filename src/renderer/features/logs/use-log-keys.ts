import { useMemo, type RefObject } from 'react'
import { useActions, type Action } from '../../actions/action-registry.tsx'
import type { LineControl } from './use-log-lines.ts'

/** What can be done with the logs by a key or from the palette. */
export function useLogKeys({
  lines,
  search,
  isWrapped,
  onWrap,
  onSave,
}: {
  readonly lines: LineControl
  readonly search: RefObject<HTMLInputElement | null>
  readonly isWrapped: boolean
  readonly onWrap: (isWrapped: boolean) => void
  readonly onSave: () => void
}): void {
  const actions = useMemo<readonly Action[]>(() => {
    const find = () => {
      search.current?.focus()
      search.current?.select()
    }
    const action = (id: string, title: string, shortcut: string | null, run: () => void): Action => ({
      id: `logs:${id}`,
      title,
      group: 'Logs',
      ...(shortcut === null ? {} : { shortcut }),
      run,
    })
    return [
      action('follow', lines.isFollowing ? 'Stop following' : 'Follow new lines', 'f', () =>
        lines.setFollowing(!lines.isFollowing),
      ),
      action('find', 'Search the lines', '/', find),
      { ...action('find-too', 'Search the lines', 'Control+f', find), isMinor: true },
      action('next', 'Next match', 'n', () => lines.stepMatch(1)),
      action('previous', 'Previous match', 'p', () => lines.stepMatch(-1)),
      action('error', 'Next error', 'e', () => lines.nextError()),
      action('wrap', isWrapped ? 'Do not wrap lines' : 'Wrap lines', 'w', () => onWrap(!isWrapped)),
      action('save', 'Save the shown lines as a file', null, onSave),
    ]
  }, [lines, search, isWrapped, onWrap, onSave])
  useActions(actions)
}
