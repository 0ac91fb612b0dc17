import { FolderOpen } from 'lucide-react'
import { useState, type DragEvent } from 'react'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Panel } from '../../ui/surface.tsx'
import { findDesktop } from '../../bridge/desktop-transport.ts'
import { FolderDialog } from './folder-dialog.tsx'
import { cleanPath } from './paths.ts'

/** The ways to name a folder: type its path, look for it, or drop it. */
export function AddFolder({
  isFirst,
  onChoose,
}: {
  /** Nothing is known yet, so this is what to do. */
  readonly isFirst: boolean
  readonly onChoose: (dir: string) => void
}) {
  const [text, setText] = useState('')
  const [isBrowsing, setIsBrowsing] = useState(false)
  const [isOver, setIsOver] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const path = cleanPath(text)

  const drop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    const [file] = event.dataTransfer.files
    const dir = file && (findDesktop()?.pathOfDroppedFile(file) ?? '')
    if (dir) onChoose(dir)
    else setRefusal('A browser does not say where a dropped folder is. Type its path, or browse for it.')
  }
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
      className={isOver ? 'rounded-8 outline-2 outline-offset-2 outline-focus outline-dashed' : ''}
    >
      <Panel title="Add a folder">
        <form
          className="flex flex-wrap gap-2 px-3 pb-2"
          onSubmit={(event) => {
            event.preventDefault()
            setRefusal(null)
            if (path.startsWith('/')) onChoose(path)
            else setRefusal('Write the whole path, from the root: it begins with a slash.')
          }}
        >
          <Field
            label="Path of a folder with Compose files"
            placeholder="/home/you/homelab"
            value={text}
            className="numeric min-w-64 flex-1"
            onChange={({ target }) => setText(target.value)}
          />
          <Button type="submit" kind={isFirst && path !== '' ? 'primary' : 'default'} disabled={path === ''}>
            Look at it
          </Button>
          <Button
            kind={isFirst && path === '' ? 'primary' : 'default'}
            icon={<FolderOpen size={16} aria-hidden />}
            onClick={() => setIsBrowsing(true)}
          >
            Browse…
          </Button>
        </form>
        <p
          role="status"
          className={`px-3 pb-3 text-12 ${refusal === null ? 'text-ink-3' : 'text-failed-ink'}`}
        >
          {refusal ?? 'Nothing is written and nothing is started by looking.'}
        </p>
      </Panel>
      {isBrowsing && (
        <FolderDialog
          onClose={() => setIsBrowsing(false)}
          onChoose={(dir) => {
            setIsBrowsing(false)
            setText(dir)
            onChoose(dir)
          }}
        />
      )}
    </div>
  )
}
