import { Link } from 'wouter'
import type { InsideAddress, NetworkAddresses } from '../../../shared/links.ts'
import { servicePath } from '../../actions/paths.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Signal } from '../../ui/signal.tsx'
import { Panel } from '../../ui/surface.tsx'
import { cell, head } from './table.ts'

/** How the services of one network reach each other. */
export function NetworkPanel({ network: { network, services } }: { readonly network: NetworkAddresses }) {
  return (
    <Panel
      title={network === 'host' ? 'On the machine itself' : `Inside ${network}`}
      end={<span className="numeric">{services.length}</span>}
    >
      <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={`Addresses in ${network}`}>
        <table className="w-full text-12">
          <thead>
            <tr>
              {['Service', 'Address for other services', 'From the machine', 'Known from', 'Also called'].map(
                (title) => (
                  <th key={title} scope="col" className={head}>
                    {title}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {services.map((service) => (
              <Rows key={`${service.ref.stack}/${service.ref.service}`} service={service} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

function Rows({ service: { ref, names, ports, isRunning } }: { readonly service: InsideAddress }) {
  const [own = ref.service, ...others] = names
  const lines = ports.length > 0 ? ports : [null]
  return lines.map((port, index) => {
    const address = port?.address ?? own
    return (
      <tr
        key={port?.port ?? 'none'}
        className={`hover:bg-raised ${index === 0 ? 'border-t border-line' : ''}`}
      >
        {index === 0 && (
          <th scope="rowgroup" rowSpan={lines.length} className={`${cell} text-left align-top font-normal`}>
            <span className="flex min-h-7 items-center gap-2">
              <Signal
                state={isRunning ? 'ready' : 'stopped'}
                label={isRunning ? 'runs' : 'does not run'}
                size={14}
              />
              <Link href={servicePath(ref)} className="font-medium underline-offset-3 hover:underline">
                {ref.stack}/{ref.service}
              </Link>
            </span>
          </th>
        )}
        <td className={cell}>
          <span className="flex items-center gap-1">
            <span className="numeric break-all">{address}</span>
            <CopyButton text={address} label={`Copy ${address}`} />
          </span>
        </td>
        <td className={`${cell} numeric text-ink-2`}>{port?.outside.join(', ')}</td>
        <td className={`${cell} text-ink-3`}>{port?.from ?? 'no known port'}</td>
        {index === 0 && (
          <td rowSpan={lines.length} className={`${cell} align-top text-ink-3`}>
            <span className="flex min-h-7 items-center">{others.join(', ')}</span>
          </td>
        )}
      </tr>
    )
  })
}
