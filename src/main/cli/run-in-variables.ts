import type { LabStatus } from '../../shared/status.ts'

/**
 * What a command that runs in an environment is told: SWITCHYARD_LAB (folder), SWITCHYARD_ENVIRONMENT, and for each published port
 * where it is reached from this machine, like SWITCHYARD_ADDRESS_POSTGRES_5432=127.0.0.1:27434. A service name that several stacks
 * have gets the stack's in front. Pure.
 */
export function runInVariables(environment: string, { lab, stacks }: LabStatus): Record<string, string> {
  const services = stacks.flatMap(({ name: stack, services: own }) =>
    own.map((service) => ({ stack, service })),
  )
  const addresses = services.flatMap(({ stack, service }) => {
    const isShared = services.filter((other) => other.service.name === service.name).length > 1
    const name = word(isShared ? `${stack}_${service.name}` : service.name)
    return service.ports.flatMap((port) => {
      const [, address = '', published, target] = /^(.*):(\d+)→(\d+)\//.exec(port) ?? []
      return published === undefined || target === undefined
        ? []
        : [[`SWITCHYARD_ADDRESS_${name}_${target}`, `${reachable(address)}:${published}`] as const]
    })
  })
  return {
    SWITCHYARD_LAB: lab.dir,
    SWITCHYARD_ENVIRONMENT: environment,
    // A port that is listed for IPv4 and IPv6 is told once, the first way.
    ...Object.fromEntries(addresses.toReversed()),
  }
}

function word(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')
}

function reachable(address: string): string {
  if (address === '' || address === '0.0.0.0') return '127.0.0.1'
  if (address === '::') return '[::1]'
  return address.includes(':') ? `[${address}]` : address
}
