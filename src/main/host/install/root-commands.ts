import type { RootWay } from '../../../shared/host.ts'

/** Writes what comes on its input: new files in the place of old ones, never into them. */
export const extractCommand: readonly string[] = [
  '/usr/bin/tar',
  '--extract',
  '--file=-',
  '--directory=/',
  '--preserve-permissions',
  '--same-owner',
  '--numeric-owner',
]

/** Removes files and links, and of the folders those that are empty; in this order. */
export function removeCommand(paths: readonly string[]): readonly string[] {
  const kinds = ['(', '-type', 'f', '-o', '-type', 'l', '-o', '-type', 'd', '-empty', ')']
  return ['/usr/bin/find', ...paths, '-maxdepth', '0', ...kinds, '-delete']
}

const fronts: Readonly<Record<RootWay, readonly string[]>> = {
  root: [],
  sudo: ['/usr/bin/sudo', '--'],
  pkexec: ['/usr/bin/pkexec'],
  none: [],
}

/** The command as it is run: with what makes it root's in front. */
export function withRoot(way: RootWay, command: readonly string[]): string[] {
  return [...fronts[way], ...command]
}
