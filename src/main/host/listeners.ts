import { readdir, readFile, readlink } from 'node:fs/promises'

/** A port of this machine that some process listens on, and that no container of the engine publishes. */
export interface Listener {
  readonly address: string
  readonly port: number
  readonly protocol: string
  /** Program and process id, like `nginx (pid 812)`; null when it cannot be told. */
  readonly owner: string | null
}

/**
 * Which of these ports some program of this machine listens on, from the kernel's tables, with the program where
 * `/proc` lets us see it. Empty on systems without `/proc`.
 */
export async function findListeners(ports: ReadonlySet<number>): Promise<readonly Listener[]> {
  if (ports.size === 0) return []
  const tables = await Promise.all(
    (['tcp', 'tcp6', 'udp', 'udp6'] as const).map(async (name) => {
      const text = await readFile(`/proc/net/${name}`, 'utf8').catch(() => '')
      return parseSocketTable(text, name.startsWith('tcp') ? 'tcp' : 'udp')
    }),
  )
  const found = tables.flat().filter(({ port }) => ports.has(port))
  const owners =
    found.length === 0
      ? new Map<string, string>()
      : await findOwners(new Set(found.map(({ inode }) => inode)))
  return found.map(({ address, port, protocol, inode }) => ({
    address,
    port,
    protocol,
    owner: owners.get(inode) ?? null,
  }))
}

interface Socket {
  readonly address: string
  readonly port: number
  readonly protocol: 'tcp' | 'udp'
  readonly inode: string
}

/** States of the kernel: 0A is listening; a bound UDP socket is 07. Source: Linux, include/net/tcp_states.h. */
export function parseSocketTable(text: string, protocol: 'tcp' | 'udp'): Socket[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const fields = line.trim().split(/\s+/)
      const [address, port] = (fields[1] ?? '').split(':')
      const inode = fields[9]
      if (!address || !port || !inode || fields[3] !== (protocol === 'tcp' ? '0A' : '07')) return []
      return [{ address: parseAddress(address), port: Number.parseInt(port, 16), protocol, inode }]
    })
}

/** Four bytes in the machine's order; of IPv6 only "every address" and loopback matter here. */
function parseAddress(hex: string): string {
  if (hex.length === 8)
    return (hex.match(/../g) ?? [])
      .map((byte) => Number.parseInt(byte, 16))
      .toReversed()
      .join('.')
  if (/^0+$/.test(hex)) return '::'
  return hex === '00000000000000000000000001000000' ? '::1' : hex
}

async function findOwners(inodes: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const owners = new Map<string, string>()
  const processes = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
  for (const pid of processes) {
    if (owners.size === inodes.size) break
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => [])
    for (const descriptor of descriptors) {
      const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '')
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1]
      if (inode === undefined || !inodes.has(inode)) continue
      const name = (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim()
      owners.set(inode, `${name || 'a program'} (pid ${pid})`)
    }
  }
  return owners
}
