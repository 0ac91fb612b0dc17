import { lstatSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import { formatCommand } from '../../shared/format.ts'

/**
 * What to do about a folder for this user's state that cannot be used because it, or what it would lie in, belongs to somebody else; null
 * where it does not. Only what is Switchyard's own is to be given back, as after a start with `sudo`.
 */
export function hintForOwner(dir: string): string | null {
  const found = nearestOf(dir)
  const user = process.getuid?.()
  if (!found || user === undefined || found.uid === user) return null
  const owner = found.uid === 0 ? 'root' : `another user (${found.uid})`
  const giveBack = formatCommand(['sudo', 'chown', '-R', nameOf(user), dir])
  const ways = found.dir === dir ? `If it is yours: \`${giveBack}\`. Else set` : 'Set'
  return `${found.dir} belongs to ${owner}. ${ways} HOME, or XDG_STATE_HOME, to a folder of your own.`
}

/** The folder itself, or the nearest one above it that is there. */
function nearestOf(dir: string): { readonly dir: string; readonly uid: number } | null {
  const uid = ownerOf(dir)
  if (uid !== null) return { dir, uid }
  const parent = dirname(dir)
  return parent === dir ? null : nearestOf(parent)
}

/** Null for what is not there, or lies in a folder that is closed to this user. */
function ownerOf(path: string): number | null {
  try {
    return lstatSync(path).uid
  } catch {
    return null
  }
}

function nameOf(uid: number): string {
  try {
    return userInfo().username
  } catch {
    // An account that is in no list.
    return String(uid)
  }
}
