import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { findListeners, parseSocketTable } from '../../../src/main/host/listeners.ts'

describe('parseSocketTable', () => {
  it('takes what listens from the table of IPv4', () => {
    const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000   999        0 24680 1 0000000000000000 100 0 0 10 0
   1: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 13579 1 0000000000000000 100 0 0 10 0
   2: 0200A8C0:0050 0300A8C0:C350 01 00000000:00000000 00:00000000 00000000     0        0 99999 1 0000000000000000 20 4 30 10 -1
`
    expect(parseSocketTable(table, 'tcp')).toEqual([
      { address: '127.0.0.1', port: 5432, protocol: 'tcp', inode: '24680' },
      { address: '0.0.0.0', port: 80, protocol: 'tcp', inode: '13579' },
    ])
  })

  it('takes every address and loopback from the table of IPv6', () => {
    const row = (number: number, address: string) =>
      `   ${number}: ${address}:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  0  0 ${number} 1 0 100 0 0 10 0`
    const table = [
      'header',
      row(1, '0'.repeat(32)),
      row(2, '00000000000000000000000001000000'),
      row(3, 'B80D0120000000000000000001000000'),
    ].join('\n')
    expect(parseSocketTable(table, 'tcp').map(({ address, port }) => [address, port])).toEqual([
      ['::', 8080],
      ['::1', 8080],
      ['B80D0120000000000000000001000000', 8080],
    ])
  })

  it('takes bound sockets of UDP', () => {
    const table =
      'header\n 12: 3500007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000   101        0 777 2 0 0\n'
    expect(parseSocketTable(table, 'udp')).toEqual([
      { address: '127.0.0.53', port: 53, protocol: 'udp', inode: '777' },
    ])
  })

  it('finds nothing in nothing', () => {
    expect(parseSocketTable('', 'tcp')).toEqual([])
  })
})

describe.runIf(process.platform === 'linux')('findListeners', () => {
  it('finds a program that listens, with its name and number', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { readonly port: number }
    const found = await findListeners(new Set([port]))
    server.close()
    expect(found).toEqual([
      { address: '127.0.0.1', port, protocol: 'tcp', owner: expect.stringContaining(`(pid ${process.pid})`) },
    ])
  })

  it('finds a bound UDP port', async () => {
    const socket = createSocket('udp4').bind(0, '127.0.0.1')
    await once(socket, 'listening')
    const { port } = socket.address()
    const found = await findListeners(new Set([port]))
    socket.close()
    expect(found.map(({ protocol, address }) => [protocol, address])).toEqual([['udp', '127.0.0.1']])
  })

  it('looks for nothing when no port is asked for', async () => {
    expect(await findListeners(new Set())).toEqual([])
  })
})
