import { Archive, ArchiveRestore, Trash2 } from 'lucide-react'
import type { VolumeView } from '../../../shared/storage.ts'
import { describeVolumeUse, formatSize } from '../../../shared/storage-words.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Panel } from '../../ui/surface.tsx'
import type { VolumeIntent } from './volume-dialog.tsx'

/** Every volume, with what can be done with it; each thing asks first. */
export function VolumesPanel({
  volumes,
  onIntent,
}: {
  readonly volumes: readonly VolumeView[]
  readonly onIntent: (intent: VolumeIntent) => void
}) {
  return (
    <Panel
      title="Volumes"
      end={
        <Button size="small" onClick={() => onIntent({ kind: 'restore', volume: null })}>
          Restore a backup…
        </Button>
      }
    >
      {volumes.length === 0 && (
        <div className="border-t border-line">
          <Empty>There are no volumes.</Empty>
        </div>
      )}
      <ul aria-label="Volumes">
        {volumes.map((volume) => (
          <li
            key={volume.name}
            className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-3 py-1.5 hover:bg-raised"
          >
            <div className="min-w-0 flex-[1_1_320px]">
              <p className="numeric truncate text-12" title={volume.name}>
                {volume.name}
              </p>
              <p className="text-11/4 break-words text-ink-3">
                {volume.stacks.length > 0 && `${volume.stacks.join(', ')}: `}
                {describeVolumeUse(volume)}
                {volume.isAlwaysOn && ', always on'}
              </p>
            </div>
            <span className={`numeric w-20 text-right text-12 ${volume.bytes === null ? 'text-ink-3' : ''}`}>
              {formatSize(volume.bytes)}
            </span>
            <span className="flex flex-wrap gap-1">
              <Button
                size="small"
                kind="ghost"
                icon={<Archive size={14} aria-hidden />}
                aria-label={`Back up ${volume.name}…`}
                onClick={() => onIntent({ kind: 'backup', volume })}
              >
                Back up…
              </Button>
              <Button
                size="small"
                kind="ghost"
                icon={<ArchiveRestore size={14} aria-hidden />}
                aria-label={`Restore ${volume.name}…`}
                onClick={() => onIntent({ kind: 'restore', volume })}
              >
                Restore…
              </Button>
              <Button
                size="small"
                kind="ghost"
                icon={<Trash2 size={14} aria-hidden />}
                aria-label={`Remove ${volume.name}…`}
                onClick={() => onIntent({ kind: 'remove', volume })}
              >
                Remove…
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
