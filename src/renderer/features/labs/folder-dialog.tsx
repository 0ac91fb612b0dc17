import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { CornerLeftUp, Folder } from 'lucide-react'
import { useState } from 'react'
import { problemsOf } from '../../bridge/problems.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Bones } from '../../ui/surface.tsx'
import { moveFocus } from './list-keys.ts'

/** Folders of the machine that Switchyard runs on, to choose one. */
export function FolderDialog({
  onChoose,
  onClose,
}: {
  readonly onChoose: (dir: string) => void
  readonly onClose: () => void
}) {
  const [dir, setDir] = useState<string | null>(null)
  const orpc = useOrpc()
  const listing = useQuery(
    orpc.folders.list.queryOptions({ input: { dir }, placeholderData: keepPreviousData }),
  )
  const { data } = listing
  return (
    <Dialog
      title="Choose a folder"
      description="The folder of a lab holds Compose files, itself or in its folders."
      isOpen
      width={560}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={!data} onClick={() => data && onChoose(data.dir)}>
            Choose this folder
          </Button>
        </>
      }
    >
      {listing.isPending && <Bones />}
      {listing.isError && (
        <ProblemView
          problems={problemsOf(listing.error)}
          action={<Button onClick={() => setDir(null)}>Home folder</Button>}
        />
      )}
      {data && !listing.isError && (
        <>
          <p className="numeric pb-2 text-12 break-all text-ink-2">{data.dir}</p>
          <ul onKeyDown={moveFocus} aria-label={`Folders in ${data.dir}`} className="h-[44vh] overflow-auto">
            {data.parent !== null && (
              <li>
                <button type="button" data-row className={row} onClick={() => setDir(data.parent)}>
                  <CornerLeftUp size={16} aria-hidden className="text-ink-3" />
                  Folder above
                </button>
              </li>
            )}
            {data.folders.map((folder) => (
              <li key={folder.dir}>
                <button type="button" data-row className={row} onClick={() => setDir(folder.dir)}>
                  <Folder size={16} aria-hidden className="shrink-0 text-ink-3" />
                  <span className={`truncate ${folder.hasComposeFiles ? 'font-medium' : 'text-ink-2'}`}>
                    {folder.name}
                  </span>
                  {folder.hasComposeFiles && (
                    <span className="ml-auto text-12 whitespace-nowrap text-ink-2">Compose files</span>
                  )}
                </button>
              </li>
            ))}
            {data.folders.length === 0 && <li className="p-2 text-ink-3">No folders in here.</li>}
          </ul>
        </>
      )}
    </Dialog>
  )
}

const row =
  'flex h-8 w-full items-center gap-2 rounded-6 px-2 text-left hover:bg-raised focus-visible:-outline-offset-2'
