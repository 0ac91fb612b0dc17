import { Lock } from 'lucide-react'
import { Fragment } from 'react'
import type { StackUse, StorageUse } from '../../../shared/storage.ts'
import { formatSize } from '../../../shared/storage-words.ts'
import { Empty, Panel } from '../../ui/surface.tsx'

const columns = ['Images', 'Of that alone', 'Volumes', 'Containers', 'Logs'] as const

/** What each stack and each of its services takes. */
export function StacksPanel({ stacks }: { readonly stacks: readonly StackUse[] }) {
  return (
    <Panel title="By stack" end="an image that two use counts for both">
      {stacks.length === 0 ? (
        <Empty>This lab has no stacks.</Empty>
      ) : (
        <div
          className="overflow-x-auto border-t border-line"
          tabIndex={0}
          role="region"
          aria-label="Storage by stack"
        >
          <table className="w-full text-12">
            <thead className="text-ink-3">
              <tr>
                <th scope="col" className="px-3 py-1.5 text-left font-normal">
                  Stack
                </th>
                {columns.map((column) => (
                  <th
                    key={column}
                    scope="col"
                    className="px-3 py-1.5 text-right font-normal whitespace-nowrap"
                  >
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {stacks.map((stack) => (
                <Fragment key={stack.stack}>
                  <tr className="border-t border-line">
                    <th scope="row" className="px-3 py-1.5 text-left font-medium">
                      <span className="flex items-center gap-1.5">
                        {stack.stack}
                        {stack.alwaysOn && <Lock size={12} aria-label="always-on" className="text-ink-3" />}
                      </span>
                    </th>
                    <Sizes use={stack} />
                  </tr>
                  {stack.services.length > 1 &&
                    stack.services.map((service) => (
                      <tr key={service.service} className="text-ink-2">
                        <th scope="row" className="py-1 pr-3 pl-7 text-left font-normal">
                          {service.service}
                        </th>
                        <Sizes use={service} />
                      </tr>
                    ))}
                </Fragment>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  )
}

function Sizes({ use }: { readonly use: StorageUse }) {
  const { imageBytes, ownImageBytes, volumeBytes, containerBytes, logBytes } = use
  return [imageBytes, ownImageBytes, volumeBytes, containerBytes, logBytes].map((bytes, index) => (
    <td
      key={columns[index]}
      className={`numeric px-3 py-1 text-right whitespace-nowrap ${bytes === null || bytes === 0 ? 'text-ink-3' : ''}`}
    >
      {formatSize(bytes)}
    </td>
  ))
}
