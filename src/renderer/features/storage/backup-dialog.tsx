import { useState } from 'react'
import { formatList, formatServiceRef } from '../../../shared/format.ts'
import type { VolumeView } from '../../../shared/storage.ts'
import { formatSize } from '../../../shared/storage-words.ts'
import { useSelection } from '../../actions/selection.tsx'
import { useClient } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Switch } from '../../ui/switch.tsx'
import { useVolumeWork } from './use-volume-work.ts'
import { WorkView } from './work-view.tsx'

export function BackupDialog({
  volume,
  onClose,
}: {
  readonly volume: VolumeView
  readonly onClose: () => void
}) {
  const { name, containers, services, isAlwaysOn } = volume
  const client = useClient()
  const selection = useSelection()
  const { view, begin, cancel } = useVolumeWork()
  const isUsed = containers.some(({ isRunning }) => isRunning)
  const users = formatList(services.map(formatServiceRef))
  const [stops, setStops] = useState(isUsed && !isAlwaysOn && services.length > 0)
  const [file, setFile] = useState('')
  const go = () =>
    void begin((signal) =>
      client.storage.backup(
        {
          ...selection,
          volume: name,
          file: file.trim() === '' ? null : file.trim(),
          stop: stops,
          includeAlwaysOn: stops && isAlwaysOn,
        },
        { signal },
      ),
    )
  const isOver = view.end?.type === 'done'
  return (
    <Dialog
      title={`Back up ${name}`}
      description={`${formatSize(volume.bytes)}, with owners, modes and links, to a file that only you may read.`}
      isOpen
      onClose={onClose}
      width={560}
      footer={
        <>
          <Button onClick={view.isRunning ? cancel : onClose}>
            {view.end || view.problems ? 'Close' : 'Cancel'}
          </Button>
          {!isOver && (
            <Button kind="primary" isBusy={view.isRunning} onClick={go}>
              Back up
            </Button>
          )}
        </>
      }
    >
      <div className="grid gap-3">
        {isUsed && services.length > 0 && (
          <div className="flex items-start gap-3">
            <Switch
              label={`Stop ${users} meanwhile`}
              isOn={stops}
              disabled={view.isRunning}
              onChange={setStops}
            />
            <p>
              Stop {users} meanwhile, and start again whatever happens.{' '}
              <span className="text-ink-2">
                {isAlwaysOn && 'It is always-on: others may need it. '}A database may not come up from a
                backup that was made while it ran.
              </span>
            </p>
          </div>
        )}
        <div className="grid gap-1.5">
          <p aria-hidden>To the file</p>
          <Field
            label="To the file"
            placeholder="a new one in the folder of backups, or a path ending in .tar.zst"
            value={file}
            data-first-focus
            disabled={view.isRunning}
            onChange={(event) => setFile(event.target.value)}
            onKeyDown={(event) => event.key === 'Enter' && !isOver && !view.isRunning && go()}
          />
        </div>
        <WorkView view={view} />
      </div>
    </Dialog>
  )
}
