import { useMemo } from 'react'
import { useActions, type Action } from '../actions/action-registry.tsx'
import { useLinks } from '../actions/use-links.ts'

/** What of the lab can be opened in the browser; asked for only while somebody looks for something. */
export function LinkActions() {
  const { data } = useLinks()
  useActions(
    useMemo<readonly Action[]>(
      () =>
        (data ?? [])
          .filter(({ kind }) => kind === 'web')
          .map(({ id, name, url, stack, service, isRunning }) => ({
            id: `link:${id}`,
            title: `Open ${name} in the browser`,
            group: 'Links',
            keywords: [stack, service ?? '', url, 'url'],
            isMinor: isRunning === false,
            run: () => void window.open(url, '_blank', 'noopener,noreferrer'),
          })),
      [data],
    ),
  )
  return null
}
