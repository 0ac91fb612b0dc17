import type { Finding, Fix } from '../../../shared/doctor.ts'
import { formatCommand } from '../../../shared/format.ts'

/** What to type in a terminal to do the same by hand, a line each; empty for a finding without a fix. */
export function commandsOf({ fix, changes }: Pick<Finding, 'fix' | 'changes'>): readonly string[] {
  if (changes?.command) return [formatCommand(changes.command)]
  if (fix?.kind !== 'copy-file') return []
  return [formatCommand(['cp', '-n', fix.from, fix.to]), formatCommand(['chmod', '600', fix.to])]
}

/** What a fix interrupts, in words. */
export function restartsOf({ kind }: Fix): string {
  switch (kind) {
    case 'create-network':
    case 'copy-file':
    case 'restrict-file':
      return 'nothing'
  }
}
