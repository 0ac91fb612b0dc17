import { rmSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import { openNetworks } from '../../../../src/main/host/readings/networks.ts'
import { makeTree } from './support/tree.ts'

const card = (name: string) => `sys/class/net/${name}`

function open(names: readonly string[]) {
  const tree = makeTree()
  const count = (name: string, received: number, sent: number) => {
    tree.write(`${card(name)}/statistics/rx_bytes`, `${received}\n`)
    tree.write(`${card(name)}/statistics/tx_bytes`, `${sent}\n`)
  }
  for (const name of names) tree.write(`${card(name)}/device/vendor`, '0x8086\n')
  const networks = openNetworks(tree)
  onTestFinished(() => networks.close())
  return { tree, networks, count }
}

it('counts what passes the cards of the machine, and nothing twice', () => {
  const { networks, count } = open(['eth0', 'wlan0'])
  for (const name of ['eth0', 'wlan0', 'docker0', 'br-0a702ee584ae', 'veth7116e22', 'wg0', 'lo'])
    count(name, 1000, 100)
  expect(networks.read(0)).toEqual([
    { name: 'eth0', inRate: null, outRate: null },
    { name: 'wlan0', inRate: null, outRate: null },
  ])
  count('eth0', 5000, 300)
  expect(networks.read(2000)).toEqual([
    { name: 'eth0', inRate: 2000, outRate: 100 },
    { name: 'wlan0', inRate: 0, outRate: 0 },
  ])
})

it('knows no rate when a counter begins anew', () => {
  const { networks, count } = open(['eth0'])
  count('eth0', 5000, 500)
  networks.read(0)
  count('eth0', 10, 600)
  expect(networks.read(1000)).toEqual([{ name: 'eth0', inRate: null, outRate: 100 }])
})

it('forgets a card that was pulled out, and finds one that was put in', () => {
  const { tree, networks, count } = open(['eth0'])
  count('eth0', 1, 1)
  networks.read(0)
  rmSync(`${tree.dir}/${card('eth0')}`, { recursive: true })
  tree.write(`${card('usb0')}/device/vendor`, '0x0bda\n')
  count('usb0', 7, 7)
  expect(networks.read(31_000)).toEqual([{ name: 'usb0', inRate: null, outRate: null }])
})
