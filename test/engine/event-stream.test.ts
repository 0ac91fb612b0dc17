import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, it, onTestFinished, vi } from 'vitest'
import { openLabWith } from './support/lab-fixture.ts'

const compose = `name: streamed
services:
  web:
    image: switchyard/fixture:1
`

/** A door to the shared engine that sees how many streams of events are open through it, and how many there were. */
async function openDoor() {
  const dir = mkdtempSync(join(tmpdir(), 'switchyard-engine-door-'))
  const path = join(dir, 'engine.sock')
  const seen = { open: 0, ever: 0 }
  const server = createServer((client) => {
    const engine = connect(new URL(inject('engineVariables')['DOCKER_HOST'] ?? '').pathname)
    let hasEvents = false
    client.on('data', (chunk) => {
      if (hasEvents || !/^GET (\/v[\d.]+)?\/events/.test(chunk.toString('latin1'))) return
      hasEvents = true
      seen.open += 1
      seen.ever += 1
    })
    client.on('close', () => {
      if (hasEvents) seen.open -= 1
      engine.destroy()
    })
    for (const socket of [client, engine]) socket.on('error', () => client.destroy())
    client.pipe(engine).pipe(client)
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  onTestFinished(() => {
    server.close()
    rmSync(dir, { recursive: true })
  })
  return { address: `unix://${path}`, seen }
}

it('opens one stream of events however many listen, and ends it with the last of them', async () => {
  const { address, seen } = await openDoor()
  const variables = { ...inject('engineVariables'), DOCKER_HOST: address }
  await using lab = await openLabWith('streamed', { 'compose.yaml': compose }, { variables })
  const { client, dir } = lab
  const watches = await Promise.all([
    client.labs.watch({ dir }),
    client.host.watch({ dir }),
    client.metrics.watch({ dir }),
  ])
  await Promise.all(watches.map((events) => events.next()))
  expect(seen).toEqual({ open: 1, ever: 1 })
  await Promise.all(watches.slice(1).map((events) => events.return?.()))
  expect(seen).toEqual({ open: 1, ever: 1 })
  await watches[0].return?.()
  await vi.waitFor(() => expect(seen).toEqual({ open: 0, ever: 1 }))
})
