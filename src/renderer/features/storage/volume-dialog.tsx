import type { VolumeView } from '../../../shared/storage.ts'
import { BackupDialog } from './backup-dialog.tsx'
import { RemoveDialog } from './remove-dialog.tsx'
import { RestoreDialog } from './restore-dialog.tsx'

/** What is to be done with a volume. A restore without one takes the name that the backup gives. */
export type VolumeIntent =
  | { readonly kind: 'backup' | 'remove'; readonly volume: VolumeView }
  | { readonly kind: 'restore'; readonly volume: VolumeView | null }

export function VolumeDialog({
  intent,
  onClose,
}: {
  readonly intent: VolumeIntent
  readonly onClose: () => void
}) {
  if (intent.kind === 'backup') return <BackupDialog volume={intent.volume} onClose={onClose} />
  if (intent.kind === 'remove') return <RemoveDialog volume={intent.volume} onClose={onClose} />
  return <RestoreDialog volume={intent.volume} onClose={onClose} />
}
