import { Lock } from 'lucide-react'
import type { StackUse, StorageUse } from '../../../shared/storage.ts'
import { formatSize } from '../../../shared/storage-words.ts'
import { Empty, Panel } from '../../ui/surface.tsx'
import { cell, Table } from '../../ui/table.tsx'

const columns = ['Images', 'Of that alone', 'Volumes', 'Containers', 'Logs'] as const

/** What each stack and each of its services takes. */
export function StacksPanel({ stacks }: { readonly stacks: readonly StackUse[] }) {
  return (
    <Panel title="By stack" end="an image that two use counts for both">
      {stacks.length === 0 ? (
        <div className="border-t border-line">
          <Empty>This lab has no stacks.</Empty>
        </div>
      ) : (
        <Table
          label="Storage by stack"
          columns={[{ title: 'Stack' }, ...columns.map((title) => ({ title, isNumber: true, width: '14%' }))]}
          className="min-w-[640px]"
        >
          {stacks.map((stack) => (
            <tbody key={stack.stack} className="border-t border-line">
              <tr className="hover:bg-raised">
                <th scope="row" className={`${cell} text-left font-medium`}>
                  <span className="flex items-center gap-1.5">
                    {stack.stack}
                    {stack.alwaysOn && <Lock size={12} aria-label="always on" className="text-ink-3" />}
                  </span>
                </th>
                <Sizes use={stack} />
              </tr>
              {stack.services.length > 1 &&
                stack.services.map((service) => (
                  <tr key={service.service} className="text-ink-2 hover:bg-raised">
                    <th scope="row" className="py-1 pr-3 pl-6 text-left font-normal">
                      {service.service}
                    </th>
                    <Sizes use={service} />
                  </tr>
                ))}
            </tbody>
          ))}
        </Table>
      )}
    </Panel>
  )
}

function Sizes({ use }: { readonly use: StorageUse }) {
  const { imageBytes, ownImageBytes, volumeBytes, containerBytes, logBytes } = use
  return [imageBytes, ownImageBytes, volumeBytes, containerBytes, logBytes].map((bytes, index) => (
    <td
      key={columns[index]}
      className={`numeric px-3 py-1 text-right align-middle whitespace-nowrap ${bytes === null || bytes === 0 ? 'text-ink-3' : ''}`}
    >
      {formatSize(bytes)}
    </td>
  ))
}
