import { findDebianProgram } from '../engine/find-debian-program.ts'

/** Path of Prometheus's own checker. Throws one sentence when it cannot be had. */
export function findPromtool(options: { readonly report?: (line: string) => void } = {}): Promise<string> {
  return findDebianProgram(
    {
      packageName: 'prometheus',
      path: 'usr/bin/promtool',
      target: 'prometheus/promtool',
      announcement: 'Fetching promtool from Debian packages (about 20 MB)',
    },
    options,
  )
}
