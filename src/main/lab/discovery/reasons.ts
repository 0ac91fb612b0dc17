import { sep } from 'node:path'

/** Compose's own reason as part of a sentence: paths from the lab's folder, no quotes, no tail that says nothing. */
export function cleanReason(reason: string, root: string): string {
  return (
    reason
      .split('\n', 1)
      .join('')
      .trim()
      .replaceAll(root + sep, '')
      .replace(/: invalid compose project$/, '')
      .replace(/(env file \S+ not found):.*$/, '$1')
      .replace(/^validating (\S+): /, '$1: ')
      .replaceAll(/["`]/g, '')
      .replace(/\.+$/, '') || 'it gives no reason'
  )
}
