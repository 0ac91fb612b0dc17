import { useState } from 'react'
import type { Command, ConfigLine, LayerChanges } from '../../shared/detail.ts'
import { CommandList } from './command-list.tsx'
import { ConfigListing } from './config-listing.tsx'
import { LayerList } from './layer-list.tsx'
import { Segmented } from './segmented.tsx'
import { Panel } from './surface.tsx'

type View = 'config' | 'layers' | 'commands'

/** What Compose makes of the files, what each file adds to it, and how to do the same by hand. */
export function ComposePanel({
  name,
  detail,
  dir,
}: {
  readonly name: string
  readonly detail: {
    readonly config: readonly ConfigLine[]
    readonly layers: readonly LayerChanges[]
    readonly commands: readonly Command[]
  }
  /** The folder that places are told from. */
  readonly dir: string
}) {
  const [view, setView] = useState<View>('config')
  const changes = detail.layers.reduce((sum, layer) => sum + layer.changes.length, 0)
  return (
    <Panel
      title="Compose"
      className="flex flex-col overflow-hidden"
      end={
        <Segmented
          label="What to show of Compose"
          value={view}
          options={[
            { value: 'config', label: 'Resolved' },
            { value: 'layers', label: changes > 0 ? `Changes ${changes}` : 'Changes' },
            { value: 'commands', label: 'Commands' },
          ]}
          onChange={setView}
        />
      }
    >
      {view === 'config' && (
        <div className="border-t border-line">
          <ConfigListing lines={detail.config} dir={dir} label={`${name} as Compose resolves it`} />
        </div>
      )}
      {view === 'layers' && <LayerList layers={detail.layers} dir={dir} />}
      {view === 'commands' && <CommandList commands={detail.commands} />}
    </Panel>
  )
}
