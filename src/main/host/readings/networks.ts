import { existsSync } from 'node:fs'
import type { HostReadings } from '../../../shared/host.ts'
import { type KeptFile, openKept } from './kept-file.ts'
import { listNames } from './list-names.ts'
import type { KernelDirs } from './model.ts'

type Network = HostReadings['networks'][number]

interface Card {
  readonly received: KeptFile
  readonly sent: KeptFile
  before: Counters | null
}

interface Counters {
  readonly atMs: number
  readonly inBytes: number
  readonly outBytes: number
}

const findEveryMs = 30_000

/**
 * What comes in and goes out over the machine's own network cards. Bridges, containers' interfaces and tunnels are left out: what
 * leaves the machine through them passes a card as well, and would count twice. Two files for each card cost the same however
 * many containers there are.
 */
export function openNetworks({ sysDir }: Pick<KernelDirs, 'sysDir'>) {
  const dir = `${sysDir}/class/net`
  const cards = new Map<string, Card>()
  let foundAtMs = -Infinity

  function find(): void {
    const names = new Set(listNames(dir).filter((name) => existsSync(`${dir}/${name}/device`)))
    for (const name of cards.keys()) if (!names.has(name)) drop(name)
    for (const name of names) if (!cards.has(name)) cards.set(name, open(`${dir}/${name}/statistics`))
  }

  function drop(name: string): void {
    const card = cards.get(name)
    card?.received.close()
    card?.sent.close()
    cards.delete(name)
  }

  return {
    read(nowMs: number): readonly Network[] {
      if (nowMs - foundAtMs >= findEveryMs) {
        find()
        foundAtMs = nowMs
      }
      return [...cards].flatMap(([name, card]) => {
        const inBytes = Number(card.received.read() ?? NaN)
        const outBytes = Number(card.sent.read() ?? NaN)
        // One that was pulled out comes back as another file.
        if (Number.isNaN(inBytes) || Number.isNaN(outBytes)) {
          drop(name)
          foundAtMs = -Infinity
          return []
        }
        const { before } = card
        const now = { atMs: nowMs, inBytes, outBytes }
        card.before = now
        return [{ name, inRate: rate(before, now, 'inBytes'), outRate: rate(before, now, 'outBytes') }]
      })
    },
    close() {
      for (const name of [...cards.keys()]) drop(name)
    },
  }
}

function open(dir: string): Card {
  return { received: openKept(`${dir}/rx_bytes`), sent: openKept(`${dir}/tx_bytes`), before: null }
}

/** Bytes a second; null for the first one, and when the counter began anew. */
function rate(before: Counters | null, now: Counters, key: 'inBytes' | 'outBytes'): number | null {
  const seconds = before ? (now.atMs - before.atMs) / 1000 : 0
  if (!before || seconds <= 0 || now[key] < before[key]) return null
  return Math.round((now[key] - before[key]) / seconds)
}
