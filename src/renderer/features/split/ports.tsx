import type { MovedPort } from '../../../shared/move-in.ts'
import { Panel } from '../../ui/surface.tsx'

/** Where each published port is, and where it is beside. */
export function Ports({ title, ports }: { readonly title: string; readonly ports: readonly MovedPort[] }) {
  return (
    <Panel title={title}>
      <table className="w-full border-t border-line text-left text-12">
        <thead className="text-ink-3">
          <tr>
            {['Service', 'Port', 'Beside'].map((head) => (
              <th key={head} scope="col" className="px-3 py-1.5 font-normal">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ports.map(({ service, from, to }) => (
            <tr key={`${service}-${from}`} className="border-t border-line">
              <td className="px-3 py-1.5">{service}</td>
              <td className="numeric px-3 py-1.5">{from}</td>
              <td className="numeric px-3 py-1.5">{to}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}
