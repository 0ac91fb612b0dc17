import type { MovedPort } from '../../../shared/move-in.ts'
import { Panel } from '../../ui/surface.tsx'
import { cell, Table, tableRow, titled } from '../../ui/table.tsx'

const columns = titled('Service', 'Port', 'Beside')

/** Where each published port is, and where it is beside. */
export function Ports({ title, ports }: { readonly title: string; readonly ports: readonly MovedPort[] }) {
  return (
    <Panel title={title}>
      <Table label={`${title} as a table`} columns={columns}>
        <tbody>
          {ports.map(({ service, from, to }) => (
            <tr key={`${service}-${from}`} className={tableRow}>
              <th scope="row" className={`${cell} text-left font-medium`}>
                {service}
              </th>
              <td className={`${cell} numeric`}>{from}</td>
              <td className={`${cell} numeric`}>{to}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  )
}
