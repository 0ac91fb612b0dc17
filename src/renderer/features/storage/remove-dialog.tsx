import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { VolumeView } from '../../../shared/storage.ts'
import { describeVolumeUse, formatSize } from '../../../shared/storage-words.ts'
import { useSelection } from '../../actions/selection.tsx'
import { useToast } from '../../actions/toasts.tsx'
import { problemsOf } from '../../bridge/problems.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { TypedName } from '../../ui/typed-name.tsx'

export function RemoveDialog({
  volume,
  onClose,
}: {
  readonly volume: VolumeView
  readonly onClose: () => void
}) {
  const { name, isAlwaysOn } = volume
  const orpc = useOrpc()
  const queries = useQueryClient()
  const selection = useSelection()
  const toast = useToast()
  const [typed, setTyped] = useState('')
  const remove = useMutation(
    orpc.storage.removeVolume.mutationOptions({
      onSuccess: () => {
        toast({ state: 'done', text: `Removed volume ${name}.` })
        onClose()
      },
      onSettled: () => queries.invalidateQueries({ queryKey: orpc.storage.read.key() }),
    }),
  )
  const mayGo = typed.trim() === name
  // That it is always-on is said here; its typed name is the second yes.
  const go = () =>
    mayGo && remove.mutate({ ...selection, volume: name, confirm: typed.trim(), includeAlwaysOn: isAlwaysOn })
  return (
    <Dialog
      title={`Remove volume ${name}?`}
      description="Everything in it is lost. A backup is the only way back."
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button kind="danger" disabled={!mayGo} isBusy={remove.isPending} onClick={go}>
            Remove volume
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <p className="text-ink-2">
          <span className="numeric">{formatSize(volume.bytes)}</span>, {describeVolumeUse(volume)}.
          {isAlwaysOn && ' A stack that is always-on may need it.'}
        </p>
        <TypedName name={name} value={typed} onChange={setTyped} onEnter={go} />
        {remove.isError && <ProblemView problems={problemsOf(remove.error)} />}
      </div>
    </Dialog>
  )
}
