import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { ChannelChange } from '../../../src/shared/alerts.ts'
import { openAlertStore } from '../../../src/main/alerts/alert-store.ts'
import { createChannels } from '../../../src/main/alerts/channels/create-channels.ts'
import type { Message } from '../../../src/main/alerts/channels/payload.ts'
import { openRawServer, openReceiver } from './support/receiver.ts'

const message: Message = {
  event: 'alert',
  title: 'data/db is unhealthy',
  body: 'Lab home.\nlast words',
  isRecovery: false,
  at: '2026-11-21T12:00:00.000Z',
  alerts: [],
}
const webhook = (address: string): ChannelChange => ({
  id: null,
  kind: 'webhook',
  name: 'Hook',
  isOn: true,
  address,
  token: null,
})

function open(options: { readonly limitMs?: number } = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'switchyard-channels-'))
  const store = openAlertStore(dir)
  const channels = createChannels({
    configDir: dir,
    deliveries: () => store,
    onDelivery: () => undefined,
    limitMs: 2000,
    pausesMs: [10, 10],
    ...options,
  })
  onTestFinished(async () => {
    await channels.dispose()
    store.dispose()
    rmSync(dir, { recursive: true })
  })
  return { channels, file: join(dir, 'channels.json') }
}

describe('what a channel is sent', () => {
  it('is JSON for programs, by webhook, with the token as bearer', async () => {
    const { url, received } = await openReceiver()
    const { channels } = open()
    channels.set({ ...webhook(`${url}/hooks/lab?x=1`), token: 'secret-1' })
    channels.send(message, null)
    await vi.waitFor(() => expect(received).toHaveLength(1))
    expect(received[0]).toMatchObject({
      path: '/hooks/lab?x=1',
      headers: { authorization: 'Bearer secret-1', 'content-type': 'application/json' },
      body: {
        source: 'switchyard',
        event: 'alert',
        at: message.at,
        title: message.title,
        body: message.body,
        alerts: [],
      },
    })
  })

  it('has the topic in the body for ntfy, and goes to the server itself', async () => {
    const { url, received } = await openReceiver()
    const { channels } = open()
    channels.set({ ...webhook(`${url}/base/my-topic`), kind: 'ntfy', token: 'tk_1' })
    channels.send(message, null)
    await vi.waitFor(() => expect(received).toHaveLength(1))
    expect(received[0]).toMatchObject({
      path: '/base/',
      headers: { authorization: 'Bearer tk_1' },
      body: {
        topic: 'my-topic',
        title: message.title,
        message: message.body,
        priority: 4,
        tags: ['warning'],
      },
    })
  })

  it('has the key of the application in a header for Gotify', async () => {
    const { url, received } = await openReceiver()
    const { channels } = open()
    channels.set({ ...webhook(`${url}/gotify/`), kind: 'gotify', token: 'Aapp' })
    channels.send({ ...message, event: 'recovery', isRecovery: true }, null)
    await vi.waitFor(() => expect(received).toHaveLength(1))
    expect(received[0]).toMatchObject({
      path: '/gotify/message',
      headers: { 'x-gotify-key': 'Aapp' },
      body: { title: message.title, message: message.body, priority: 4 },
    })
  })

  it('goes to those that are on, and to no others than are named', async () => {
    const { url, received } = await openReceiver()
    const { channels } = open()
    const [first] = [channels.set(webhook(`${url}/one`)), channels.set(webhook(`${url}/two`))]
    channels.set({ ...webhook(`${url}/off`), isOn: false })
    channels.send(message, [first.id])
    channels.send(message, null)
    await vi.waitFor(() => expect(received).toHaveLength(3))
    expect(received.map(({ path }) => path).sort()).toEqual(['/one', '/one', '/two'])
  })
})

describe('the test of a channel says truthfully what came back', () => {
  async function testOf(address: string, limitMs?: number) {
    const { channels } = open(limitMs === undefined ? {} : { limitMs })
    const { id } = channels.set(webhook(address))
    const { isDelivered, text } = await channels.test(id)
    expect(channels.list()[0]?.last).toMatchObject({ isDelivered, text })
    return `${isDelivered}: ${text}`
  }

  it('when it was delivered', async () => {
    const { url, received } = await openReceiver((response) => response.writeHead(204).end())
    expect(await testOf(url)).toBe('true: Delivered (204).')
    expect(received[0]?.body).toMatchObject({ event: 'test', title: 'Switchyard can reach you' })
  })

  it.each([
    [401, 'false: It answered 401 (the token is missing or wrong).'],
    [404, 'false: It answered 404 (there is nothing at this address).'],
    [500, 'false: It answered 500 (it has failed itself).'],
    [418, 'false: It answered 418.'],
  ])('when it answered %i', async (status, said) => {
    const { url } = await openReceiver((response) => response.writeHead(status).end('<h1>Inside</h1>'))
    expect(await testOf(url)).toBe(said)
  })

  it('with the reason that ntfy and Gotify give', async () => {
    const { url } = await openReceiver((response) =>
      response
        .writeHead(403, { 'content-type': 'application/json' })
        .end('{"code":40301,"http":403,"error":"for\\u001b[31mbidden"}'),
    )
    expect(await testOf(url)).toBe('false: It answered 403 (not allowed with this token): forbidden.')
  })

  it('without what is endless', async () => {
    const { url } = await openReceiver((response) => {
      response.writeHead(400, { 'content-type': 'application/json' })
      const write = () => {
        if (response.write(' '.repeat(10_000))) setImmediate(write)
      }
      write()
    })
    expect(await testOf(url)).toBe('false: It answered 400 (bad request).')
  })

  it('when it answers with a redirect, which nobody follows', async () => {
    const other = await openReceiver()
    const { url } = await openReceiver((response) =>
      response.writeHead(307, { location: `${other.url}/elsewhere` }).end(),
    )
    expect(await testOf(url)).toBe(
      'false: It answered with a redirect (307), which is not followed. Enter the address that it really has.',
    )
    expect(other.received).toEqual([])
  })

  it('when it hangs', async () => {
    const { url } = await openReceiver(() => undefined)
    expect(await testOf(url, 100)).toBe('false: There was no answer within 0.1 s.')
  })

  it('when what comes back is no HTTP, or nothing', async () => {
    expect(await testOf(await openRawServer('SSH-2.0-OpenSSH_9.2\r\n'))).toBe(
      'false: What came back is not HTTP.',
    )
    expect(await testOf(await openRawServer(''))).toBe('false: The connection was closed without an answer.')
  })

  it('when nobody is there', async () => {
    expect(await testOf('http://127.0.0.1:9/')).toMatch(/^false: /)
    expect(await testOf('http://nobody.invalid/')).toBe('false: The name of its server is not known.')
  })
})

describe('what cannot be delivered', () => {
  it('is tried again a few times, and then given up', async () => {
    const { url, received } = await openReceiver((response) => response.writeHead(500).end())
    const { channels } = open()
    channels.set(webhook(url))
    channels.send(message, null)
    await vi.waitFor(() =>
      expect(channels.list()[0]?.last?.text).toBe('It answered 500 (it has failed itself).'),
    )
    expect(received).toHaveLength(3)
  })

  it('goes through when the other side is well again', async () => {
    const { url, received } = await openReceiver((response, count) =>
      response.writeHead(count < 3 ? 503 : 200).end(),
    )
    const { channels } = open()
    channels.set(webhook(url))
    channels.send(message, null)
    await vi.waitFor(() => expect(channels.list()[0]?.last?.isDelivered).toBe(true))
    expect(received).toHaveLength(3)
  })

  it('is not tried again when that cannot help', async () => {
    const { url, received } = await openReceiver((response) => response.writeHead(401).end())
    const { channels } = open()
    channels.set(webhook(url))
    channels.send(message, null)
    channels.send({ ...message, title: 'second' }, null)
    await vi.waitFor(() => expect(received).toHaveLength(2))
  })

  it('blocks no other channel, and no more than 50 messages wait for it', async () => {
    const hanging = await openReceiver(() => undefined)
    const good = await openReceiver()
    const { channels } = open({ limitMs: 60_000 })
    channels.set(webhook(hanging.url))
    channels.set(webhook(good.url))
    for (let index = 0; index < 100; index += 1) channels.send({ ...message, title: `${index}` }, null)
    await vi.waitFor(() => expect(good.received.length).toBeGreaterThan(40), { timeout: 5000 })
    expect(hanging.received).toHaveLength(1)
    const titles = good.received.map(({ body }) => (body as { title: string }).title)
    await vi.waitFor(() => expect(good.received.length).toBeLessThanOrEqual(51))
    expect(titles[0]).toBe('0')
  })
})

describe('the file of the channels', () => {
  it('is for its owner only, and nothing secret leaves it', () => {
    const { channels, file } = open()
    const shown = channels.set({
      ...webhook('https://hooks.example.org:8443/T0/secret-path?key=1'),
      token: 'tok',
    })
    expect(shown).toEqual({
      id: shown.id,
      kind: 'webhook',
      name: 'Hook',
      isOn: true,
      origin: 'https://hooks.example.org:8443',
      hasToken: true,
      last: null,
    })
    expect(channels.list()).toEqual([shown])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8')).toContain('secret-path')
  })

  it('keeps address and token when others are not given, and forgets the token with another address', () => {
    const { channels, file } = open()
    const kept = () => (JSON.parse(readFileSync(file, 'utf8')) as { channels: object[] }).channels[0]
    const { id } = channels.set({ ...webhook('https://one.example/a'), token: 'tok' })
    channels.set({ id, kind: 'webhook', name: 'Other', isOn: false, address: null, token: null })
    const before = {
      id,
      kind: 'webhook',
      name: 'Other',
      isOn: false,
      address: 'https://one.example/a',
      token: 'tok',
    }
    expect(kept()).toEqual(before)
    channels.set({ ...before, kind: 'webhook', address: 'https://two.example/a', token: null })
    expect(kept()).toEqual({ ...before, address: 'https://two.example/a', token: '' })
    expect([channels.remove(id), channels.remove(id), channels.list()]).toEqual([true, false, []])
  })

  it.each([
    ['ftp://example.org/', 'webhook', 'The address must start with http:// or https://.'],
    ['file:///etc/passwd', 'webhook', 'The address must start with http:// or https://.'],
    ['example.org', 'webhook', 'The address must start with http:// or https://.'],
    ['https://me:pw@example.org/', 'webhook', 'The address must not have a user name or a password in it.'],
    [
      'http://169.254.169.254/latest',
      'webhook',
      'Notices are not sent to link-local and unspecified addresses.',
    ],
    ['http://2852039166/latest', 'webhook', 'Notices are not sent to link-local and unspecified addresses.'],
    ['http://[fe80::1]/', 'webhook', 'Notices are not sent to link-local and unspecified addresses.'],
    [
      'http://[::ffff:169.254.1.1]/',
      'webhook',
      'Notices are not sent to link-local and unspecified addresses.',
    ],
    ['http://0.0.0.0:80/', 'webhook', 'Notices are not sent to link-local and unspecified addresses.'],
    ['https://ntfy.sh/', 'ntfy', 'The address of ntfy must end with a topic.'],
    ['https://gotify.example', 'gotify', 'Gotify needs the token of an application.'],
  ] as const)('takes no %s', (address, kind, said) => {
    const { channels } = open()
    expect(() => channels.set({ ...webhook(address), kind })).toThrow(said)
    expect(channels.list()).toEqual([])
  })

  it('that was broken by hand is not written over, and its content is in no message', () => {
    const { channels, file } = open()
    writeFileSync(file, '{ "channels": [ { "token": "tok-1" ')
    const said = 'The channels of alerts cannot be understood.'
    expect(() => channels.list()).toThrow(said)
    expect(() => channels.set(webhook('https://example.org/'))).toThrow(said)
    expect(() => channels.send(message, null)).not.toThrow()
    expect(readFileSync(file, 'utf8')).toContain('tok-1')
  })
})
