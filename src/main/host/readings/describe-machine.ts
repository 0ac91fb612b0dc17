import { availableParallelism, cpus, hostname, release } from 'node:os'

/** What does not change while the machine runs. */
export interface MachineDescription {
  readonly name: string
  /** Like `AMD Ryzen 9 7950X, 32 threads`. */
  readonly processor: string
  /** Like `Ubuntu 24.04`. */
  readonly system: string
  readonly kernel: string
}

/** Asks once; takes about a tenth of a second. What cannot be told is left to what Node knows. */
export async function describeMachine(): Promise<MachineDescription> {
  const machine = { name: hostname(), kernel: release() }
  try {
    const { default: information } = await import('systeminformation')
    const [{ manufacturer, brand, cores }, { distro, release: version }] = await Promise.all([
      information.cpu(),
      information.osInfo(),
    ])
    return {
      ...machine,
      processor: processorWords(
        [manufacturer, tidyBrand(brand)].filter((word) => word !== '').join(' '),
        cores,
      ),
      system: [distro, version].filter((word) => word && word !== 'unknown').join(' '),
    }
  } catch {
    return {
      ...machine,
      processor: processorWords(cpus()[0]?.model ?? '', availableParallelism()),
      system: '',
    }
  }
}

/** `Ryzen 9 7950X 16-Core Processor` says its cores twice; trademarks say nothing. */
export function tidyBrand(brand: string): string {
  return brand
    .replace(/[®™]|\((R|TM)\)/gi, '')
    .replace(/ \d+-Core Processor$| Processor$/, '')
    .replace(/\s+/g, ' ')
    .trim()
}

function processorWords(brand: string, threads: number): string {
  const count = `${threads} ${threads === 1 ? 'thread' : 'threads'}`
  return brand === '' ? count : `${brand}, ${count}`
}
