import { Link } from 'wouter'
import type { InsideAddress, NetworkAddresses } from '../../../shared/links.ts'
import { servicePath } from '../../../shared/page-paths.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Signal } from '../../ui/signal.tsx'
import { Panel } from '../../ui/surface.tsx'
import { cell, Table, type TableColumn } from '../../ui/table.tsx'

/** The same widths for every network, so that they stand in line below each other. */
const columns: readonly TableColumn[] = [
  { title: 'Service', width: '24%' },
  { title: 'Address for other services', width: '30%' },
  { title: 'From the machine', width: '17%' },
  { title: 'Known from', width: '12%' },
  { title: 'Also called', width: '17%' },
]

/** How the services of one network reach each other. */
export function NetworkPanel({ network: { network, services } }: { readonly network: NetworkAddresses }) {
  return (
    <Panel
      title={network === 'host' ? 'On the machine itself' : `Inside ${network}`}
      end={<span className="numeric">{services.length}</span>}
    >
      <Table label={`Addresses in ${network}`} columns={columns} className="min-w-[760px] table-fixed">
        {services.map((service) => (
          <Rows key={`${service.ref.stack}/${service.ref.service}`} service={service} />
        ))}
      </Table>
    </Panel>
  )
}

/** One body for each service, so that its lines belong together. */
function Rows({ service: { ref, names, ports, isRunning } }: { readonly service: InsideAddress }) {
  const [own = ref.service, ...others] = names
  const lines = ports.length > 0 ? ports : [null]
  return (
    <tbody className="border-t border-line hover:bg-raised">
      {lines.map((port, index) => {
        const address = port?.address ?? own
        return (
          <tr key={port?.port ?? 'none'}>
            {index === 0 && (
              <th scope="rowgroup" rowSpan={lines.length} className={`${cell} text-left font-normal`}>
                <span className="flex gap-2">
                  <span className="mt-px">
                    <Signal
                      state={isRunning ? 'ready' : 'stopped'}
                      label={isRunning ? 'runs' : 'does not run'}
                      size={14}
                    />
                  </span>
                  <Link
                    href={servicePath(ref)}
                    className="min-w-0 font-medium break-words underline-offset-3 hover:underline"
                  >
                    {ref.stack}/{ref.service}
                  </Link>
                </span>
              </th>
            )}
            <td className={cell}>
              <span className="-my-1 flex items-center gap-1">
                <span className="numeric min-w-0 break-words">{address}</span>
                <CopyButton text={address} label={`Copy ${address}`} />
              </span>
            </td>
            <td className={`${cell} numeric break-words text-ink-2`}>{port?.outside.join(', ')}</td>
            <td className={`${cell} text-ink-3`}>{port?.from ?? 'no known port'}</td>
            {index === 0 && (
              <td rowSpan={lines.length} className={`${cell} break-words text-ink-3`}>
                {others.join(', ')}
              </td>
            )}
          </tr>
        )
      })}
    </tbody>
  )
}
