import type { LabLink, NetworkAddresses } from '../../../shared/links.ts'

/** Links in which the text stands anywhere; all for no text. Pure. */
export function filterLinks(links: readonly LabLink[], text: string): readonly LabLink[] {
  return links.filter(({ name, url, stack, service, group, description }) =>
    holds([name, url, `${stack}/${service ?? ''}`, group, description], text),
  )
}

/** Networks with the services in which the text stands; all of a network by its name. Pure. */
export function filterNetworks(
  networks: readonly NetworkAddresses[],
  text: string,
): readonly NetworkAddresses[] {
  return networks
    .map(({ network, services }) => ({
      network,
      services: services.filter(({ ref, names, ports }) =>
        holds(
          [
            network,
            `${ref.stack}/${ref.service}`,
            ...names,
            ...ports.flatMap(({ address, outside }) => [address, ...outside]),
          ],
          text,
        ),
      ),
    }))
    .filter(({ services }) => services.length > 0)
}

function holds(texts: readonly (string | null)[], text: string): boolean {
  const wanted = text.trim().toLowerCase()
  return wanted === '' || texts.some((each) => each?.toLowerCase().includes(wanted))
}
