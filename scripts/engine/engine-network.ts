import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { allowWithinPool, forgetPool } from './bridge-filter.ts'
import { runCommand, tryCommand } from './run-command.ts'

export interface EngineNetwork {
  /** Name of the engine's default bridge, at most 15 characters. */
  readonly bridge: string
  /** The bridge's own address with its prefix length. */
  readonly bridgeAddress: string
  /** All networks of the engine lie in this block. */
  readonly pool: string
}

/**
 * Makes a bridge in a `/16` block of addresses that no route of this machine uses and that is none of `takenPools`: what other
 * engines have, also while they have no network there. Throws when none of 60 is free.
 */
export async function createNetwork(
  busyboxPath: string,
  instance: string,
  takenPools: readonly string[],
): Promise<EngineNetwork> {
  const taken = [...(await readRoutes()), ...takenPools.map(parseBlock)]
  for (let second = 89; second < 149; second += 1) {
    const block = { address: ipv4(10, second, 0, 0), prefixLength: 16 }
    if (taken.some((other) => overlap(other, block))) continue
    const network = {
      bridge: bridgeName(instance),
      bridgeAddress: `10.${second}.255.1/24`,
      pool: `10.${second}.0.0/16`,
    }
    await runCommand(busyboxPath, ['ip', 'link', 'add', network.bridge, 'type', 'bridge'])
    await runCommand(busyboxPath, ['ip', 'addr', 'add', network.bridgeAddress, 'dev', network.bridge])
    await runCommand(busyboxPath, ['ip', 'link', 'set', network.bridge, 'up'])
    await allowWithinPool(network.pool, network.bridge)
    return network
  }
  throw new Error('No block of addresses from 10.89.0.0/16 to 10.148.0.0/16 is free on this machine.')
}

/** Removes the bridge, and the bridges of the engine's other networks that a crash left behind. */
export async function removeNetwork(busyboxPath: string, network: EngineNetwork): Promise<void> {
  const block = parseBlock(network.pool)
  const left = (await readRoutes()).filter(
    (route) => /^(br-|docker_gwbridge)/.test(route.device) && overlap(route, block),
  )
  for (const device of new Set([network.bridge, ...left.map((route) => route.device)])) {
    await tryCommand(busyboxPath, ['ip', 'link', 'del', device])
  }
  await forgetPool(network.pool, network.bridge)
}

/** A bridge of that name may be left from an instance of which nothing else is known any more. */
export function bridgeName(instance: string): string {
  const hash = createHash('sha256').update(instance).digest('hex')
  return `sy-${instance.slice(0, 6)}${hash.slice(0, 6)}`
}

interface Block {
  readonly address: number
  readonly prefixLength: number
}

interface Route extends Block {
  readonly device: string
}

/** The machine's IPv4 routes but the default one, which would overlap with everything. */
async function readRoutes(): Promise<Route[]> {
  const text = await readFile('/proc/net/route', 'utf8')
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
    .map((fields) => ({
      device: fields[0] ?? '',
      address: fromLittleEndianHex(fields[1] ?? '0'),
      prefixLength: bitCount(fromLittleEndianHex(fields[7] ?? '0')),
    }))
    .filter((route) => route.prefixLength > 0)
}

function overlap(one: Block, other: Block): boolean {
  const shift = 32 - Math.min(one.prefixLength, other.prefixLength)
  return shift === 32 || one.address >>> shift === other.address >>> shift
}

/** Like `10.89.0.0/16`. */
function parseBlock(text: string): Block {
  const [address = '', prefixLength = ''] = text.split('/')
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
  return { address: ipv4(a, b, c, d), prefixLength: Number(prefixLength) }
}

function ipv4(a: number, b: number, c: number, d: number): number {
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0
}

function fromLittleEndianHex(text: string): number {
  return Buffer.from(text.padStart(8, '0'), 'hex').readUInt32LE()
}

function bitCount(value: number): number {
  return value.toString(2).replaceAll('0', '').length
}
