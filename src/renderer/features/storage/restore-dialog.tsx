import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatBytes, formatMoment } from '../../../shared/format.ts'
import type { VolumeView } from '../../../shared/storage.ts'
import { useSelection } from '../../actions/selection.tsx'
import { useClient, useOrpc } from '../../bridge/use-bridge.tsx'
import { useNow } from '../../bridge/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Switch } from '../../ui/switch.tsx'
import { TypedName } from '../../ui/typed-name.tsx'
import { useVolumeWork } from './use-volume-work.ts'
import { WorkView } from './work-view.tsx'

/** With a volume: puts a backup into it. Without: into the one that the backup names. */
export function RestoreDialog({
  volume,
  onClose,
}: {
  readonly volume: VolumeView | null
  readonly onClose: () => void
}) {
  const orpc = useOrpc()
  const client = useClient()
  const selection = useSelection()
  const nowMs = useNow(10_000)
  const backups = useQuery(orpc.storage.backups.queryOptions({ staleTime: 0 }))
  const { view, begin, cancel } = useVolumeWork()
  const [file, setFile] = useState('')
  const [replaces, setReplaces] = useState(false)
  const [typed, setTyped] = useState('')
  const name = volume?.name ?? null
  const mayGo = file.trim() !== '' && (!replaces || typed.trim() === name)
  const go = () =>
    mayGo &&
    void begin((signal) =>
      client.storage.restore(
        {
          ...selection,
          file: file.trim(),
          volume: name,
          replace: replaces ? typed.trim() : null,
          includeAlwaysOn: replaces && (volume?.isAlwaysOn ?? false),
        },
        { signal },
      ),
    )
  return (
    <Dialog
      title={name === null ? 'Restore a backup' : `Restore ${name}`}
      description="The file is checked to its end before anything is changed. No container may hold the volume."
      isOpen
      onClose={onClose}
      width={600}
      footer={
        <>
          <Button onClick={view.isRunning ? cancel : onClose}>
            {view.end || view.problems ? 'Close' : 'Cancel'}
          </Button>
          {view.end?.type !== 'done' && (
            <Button
              kind={replaces ? 'danger' : 'primary'}
              disabled={!mayGo}
              isBusy={view.isRunning}
              onClick={go}
            >
              {replaces ? 'Replace what it holds' : 'Restore'}
            </Button>
          )}
        </>
      }
    >
      <div className="grid gap-3">
        <div className="grid gap-1.5">
          <p aria-hidden>From the backup</p>
          <Field
            label="From the backup"
            placeholder="its path, or choose one below"
            value={file}
            data-first-focus
            disabled={view.isRunning}
            onChange={(event) => setFile(event.target.value)}
          />
        </div>
        {backups.data && backups.data.files.length > 0 && (
          <ul aria-label="Backups" className="grid max-h-40 overflow-auto rounded-6 border border-line">
            {backups.data.files.map((backup) => (
              <li key={backup.file}>
                <button
                  type="button"
                  aria-pressed={backup.file === file}
                  onClick={() => setFile(backup.file)}
                  className={`flex w-full gap-3 px-2 py-1 text-left text-12 hover:bg-raised ${backup.file === file ? 'bg-raised' : ''}`}
                >
                  <span className="numeric min-w-0 flex-1 truncate" title={backup.file}>
                    {backup.file.slice(backups.data.dir.length + 1)}
                  </span>
                  <span className="numeric w-20 text-right text-ink-3">{formatBytes(backup.bytes)}</span>
                  <span className="numeric w-20 text-right text-ink-3">
                    {formatMoment(Date.parse(backup.at), nowMs)}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )}
        {name !== null && (
          <div className="flex items-start gap-3">
            <Switch
              label="Replace what it holds"
              isOn={replaces}
              disabled={view.isRunning}
              onChange={setReplaces}
            />
            <p>
              Replace what it holds.{' '}
              <span className="text-ink-2">
                That goes into a backup of its own first, and comes back when this fails.
              </span>
            </p>
          </div>
        )}
        {replaces && name !== null && (
          <TypedName name={name} value={typed} onChange={setTyped} onEnter={go} />
        )}
        <WorkView view={view} />
      </div>
    </Dialog>
  )
}
