import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { connectMessage, portMessage } from '../../../src/shared/desktop.ts'

const electron = vi.hoisted(() => {
  const sent: unknown[][] = []
  const exposed: Record<string, Record<string, unknown>> = {}
  const listeners = new Map<string, (event: unknown, ...values: unknown[]) => void>()
  return { sent, exposed, listeners }
})

vi.mock('electron', () => ({
  ipcRenderer: {
    send: (...values: unknown[]) => electron.sent.push(values),
    on: (channel: string, listener: () => void) => electron.listeners.set(channel, listener),
  },
  contextBridge: {
    exposeInMainWorld: (name: string, value: Record<string, unknown>) => (electron.exposed[name] = value),
  },
  webUtils: { getPathForFile: (file: { name: string }) => `/dropped/${file.name}` },
}))

const events = new EventEmitter()
const posted: unknown[][] = []
const page = {
  addEventListener: (name: string, listener: (event: unknown) => void) => events.on(name, listener),
  postMessage: (...values: unknown[]) => posted.push(values),
  location: { origin: 'app://switchyard' },
}

describe('the preload', () => {
  beforeEach(async () => {
    vi.stubGlobal('window', page)
    vi.resetModules()
    for (const list of [electron.sent, posted]) list.length = 0
    events.removeAllListeners()
    // By its address: it belongs to the page's types, not to these.
    await import(new URL('../../../src/preload/index.ts', import.meta.url).href)
  })

  test('gives the page the platform and the paths of dropped files, and nothing else', () => {
    expect(Object.keys(electron.exposed)).toEqual(['switchyardDesktop'])
    const { switchyardDesktop: desktop } = electron.exposed
    expect(Object.keys(desktop ?? {})).toEqual(['platform', 'pathOfDroppedFile'])
    expect(desktop?.['platform']).toBe(process.platform)
    const pathOf = desktop?.['pathOfDroppedFile'] as (file: object) => string
    expect(pathOf({ name: 'lab' })).toBe('/dropped/lab')
  })

  test('asks for a port when the page itself asks, and hands it over', () => {
    events.emit('message', { source: page, data: connectMessage })
    expect(electron.sent).toEqual([[connectMessage]])
    electron.listeners.get(portMessage)?.({ ports: ['the port'] })
    expect(posted).toEqual([[portMessage, 'app://switchyard', ['the port']]])
  })

  test('does nothing for another window or another message', () => {
    events.emit('message', { source: {}, data: connectMessage })
    events.emit('message', { source: page, data: 'switchyard:anything' })
    events.emit('message', { source: page, data: { toString: () => connectMessage } })
    expect(electron.sent).toEqual([])
  })
})
