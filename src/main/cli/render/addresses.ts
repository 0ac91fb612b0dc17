import { formatServiceRef } from '../../../shared/format.ts'
import type { NetworkAddresses } from '../../../shared/links.ts'
import { line, type Line } from './line.ts'
import { alignColumns } from './table.ts'

/** A table for each network. Pure. */
export function renderAddresses(networks: readonly NetworkAddresses[]): Line[] {
  if (networks.length === 0) return [line('No service is on a network.', 'quiet')]
  const heading = ['SERVICE', 'ADDRESS', 'FROM THE MACHINE', 'KNOWN FROM', 'ALSO CALLED'].map((text) =>
    line(text, 'quiet'),
  )
  return networks.flatMap(({ network, services }, index) => {
    const rows = services.flatMap(({ ref, names, ports, isRunning }) => {
      const [first = ref.service, ...others] = names
      const service = line(formatServiceRef(ref), isRunning ? 'plain' : 'quiet')
      const also = line(others.join(', '), 'quiet')
      if (ports.length === 0) return [[service, line(first), [], line('no known port', 'quiet'), also]]
      return ports.map(({ address, outside, from }, nth) => [
        nth === 0 ? service : [],
        line(address),
        line(outside.join(', ')),
        line(from, 'quiet'),
        nth === 0 ? also : [],
      ])
    })
    return [...(index === 0 ? [] : [line('')]), line(network, 'strong'), ...alignColumns([heading, ...rows])]
  })
}
