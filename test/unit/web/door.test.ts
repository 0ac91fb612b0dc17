import { expect, it } from 'vitest'
import { linkLifeMs } from '../../../src/main/web/one-time-link.ts'
import { sessionIdleMs } from '../../../src/main/web/sessions.ts'
import { createWebDoor } from '../../../src/main/web/create-web-door.ts'
import { enter, indexPage, keyOf, openDoor, script, signIn, temporaryFolder } from './support/open-door.ts'
import { rawRequest } from './support/raw-request.ts'

const howToGetLink = /press Enter in the terminal where `switchyard serve` runs, or run it again/

it('a link signs a browser in with a cookie that no script and no other site gets', async () => {
  const { door } = await openDoor()
  const response = await enter(door, { key: keyOf(door.createLink()) })
  const [cookie = ''] = response.headers.getSetCookie()
  expect(cookie).toMatch(
    new RegExp(`^switchyard-${door.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
  )
  const page = await fetch(door.url, { headers: { cookie: cookie.split(';')[0] ?? '' } })
  expect([page.status, await page.text(), page.headers.get('cache-control')]).toEqual([
    200,
    indexPage,
    'no-store',
  ])
})

it('the key of a link is in the part of the address that browsers do not send', async () => {
  const { door } = await openDoor()
  const link = new URL(door.createLink().url)
  expect([link.origin, link.pathname, link.search, link.hash.length]).toEqual([door.url, '/enter', '', 44])
  const page = await fetch(`${door.url}/enter`)
  expect([page.status, page.headers.get('referrer-policy')]).toEqual([200, 'no-referrer'])
})

it('a replayed, a late and a replaced link sign nobody in and say how to get a new one', async () => {
  const { door, pass } = await openDoor()
  const used = keyOf(door.createLink())
  await enter(door, { key: used })
  const replaced = keyOf(door.createLink())
  const late = keyOf(door.createLink())
  const answers = [await enter(door, { key: used }), await enter(door, { key: replaced })]
  pass(linkLifeMs)
  answers.push(await enter(door, { key: late }))
  for (const answer of answers) {
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []])
    expect(await answer.text()).toMatch(howToGetLink)
  }
})

it('a browser without a session sees a plain page and no file of Switchyard', async () => {
  const { door } = await openDoor()
  const answers = await Promise.all(
    ['/', '/assets/index-Dk3vQ9xA.js', '/nothing'].map((path) => fetch(door.url + path)),
  )
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401])
  for (const answer of answers) expect(await answer.text()).toMatch(howToGetLink)
})

it('a session ends when it was not used for 12 hours, and is kept by use', async () => {
  const { door, pass } = await openDoor()
  const { cookie } = await signIn(door)
  const statuses = []
  for (const passed of [sessionIdleMs - 1, sessionIdleMs - 1, sessionIdleMs]) {
    pass(passed)
    statuses.push((await fetch(door.url, { headers: { cookie } })).status)
  }
  expect(statuses).toEqual([200, 200, 401])
})

it('a forged Host is misdirected, whatever else is right', async () => {
  const { door, log } = await openDoor()
  const { cookie } = await signIn(door)
  const hosts = [
    `evil.example:${door.port}`,
    '127.0.0.1',
    `127.0.0.1:${door.port + 1}`,
    `127.0.0.2:${door.port}`,
  ]
  const answers = await Promise.all(
    hosts.map((host) => rawRequest(door.port, ['GET / HTTP/1.1', `host: ${host}`, `cookie: ${cookie}`])),
  )
  expect(answers.map(({ status }) => status)).toEqual([421, 421, 421, 421])
  expect(log).toEqual(hosts.map(() => 'switchyard: refused a request (another Host) from 127.0.0.1.'))
})

it('localhost is as good a name as 127.0.0.1', async () => {
  const { door } = await openDoor()
  const lines = ['GET /enter HTTP/1.1', `host: localhost:${door.port}`]
  expect((await rawRequest(door.port, lines)).status).toBe(200)
})

it.each([
  ['another origin', { origin: 'http://evil.example' }],
  ['another port of the same host', { origin: 'http://127.0.0.1:1' }],
  ['the null origin', { origin: 'null' }],
  ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
  ['another port, as the browser says', { 'sec-fetch-site': 'same-site' }],
])('a POST from %s does not sign in, and does not use up the link', async (_who, headers) => {
  const { door } = await openDoor()
  const key = keyOf(door.createLink())
  expect((await enter(door, { key }, headers)).status).toBe(403)
  expect((await enter(door, { key })).status).toBe(200)
})

it('another site may link to the page, but not take its files', async () => {
  const { door } = await openDoor()
  const { cookie } = await signIn(door)
  const get = (mode: string, dest: string) =>
    rawRequest(door.port, [
      'GET / HTTP/1.1',
      `host: 127.0.0.1:${door.port}`,
      `cookie: ${cookie}`,
      'sec-fetch-site: cross-site',
      `sec-fetch-mode: ${mode}`,
      `sec-fetch-dest: ${dest}`,
    ])
  const answers = await Promise.all([
    get('navigate', 'document'),
    get('navigate', 'iframe'),
    get('no-cors', 'script'),
  ])
  expect(answers.map(({ status }) => status)).toEqual([200, 403, 403])
  expect(answers.map(({ head }) => /access-control/i.test(head))).toEqual([false, false, false])
})

it('other methods are refused', async () => {
  const { door } = await openDoor()
  const { cookie } = await signIn(door)
  const methods = ['PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE']
  const host = `host: 127.0.0.1:${door.port}`
  const answers = await Promise.all(
    methods.map((method) => rawRequest(door.port, [`${method} / HTTP/1.1`, host, `cookie: ${cookie}`])),
  )
  expect(answers.map(({ status }) => status)).toEqual([405, 405, 405, 405, 405])
  expect((await fetch(door.url, { method: 'POST', headers: { cookie, origin: door.url } })).status).toBe(405)
})

it('no path and no link leads out of the folder of the page', async () => {
  const { door } = await openDoor()
  const { cookie } = await signIn(door)
  const paths = [
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..\\..\\secret.txt',
    '//etc/passwd',
    '/assets/link-Dk3vQ9xA.txt',
    '/index.html/',
    '/assets',
    '/__proto__',
  ]
  const answers = await Promise.all(
    paths.map((path) =>
      rawRequest(door.port, [`GET ${path} HTTP/1.1`, `host: 127.0.0.1:${door.port}`, `cookie: ${cookie}`]),
    ),
  )
  expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 404))
  expect(answers.some(({ body }) => body.includes('secret'))).toBe(false)
})

it('every answer forbids foreign scripts, frames and sniffing', async () => {
  const { door } = await openDoor()
  const { cookie } = await signIn(door)
  const answers = await Promise.all(
    ['/', '/nothing', '/enter', '/assets/index-Dk3vQ9xA.js'].map((path) =>
      fetch(door.url + path, { headers: { cookie } }),
    ),
  )
  for (const { headers } of answers) {
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ]),
    )
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
  }
})

it('files with a hash in their name are kept, and come compressed', async () => {
  const { door } = await openDoor()
  const { cookie } = await signIn(door)
  const get = (accept: string) =>
    fetch(`${door.url}/assets/index-Dk3vQ9xA.js`, { headers: { cookie, 'accept-encoding': accept } })
  const answers = await Promise.all([get('identity'), get('gzip, deflate'), get('gzip, deflate, br')])
  expect(answers.map(({ headers }) => headers.get('content-encoding'))).toEqual([null, 'gzip', 'br'])
  expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual([script, script, script])
  expect(answers[0]?.headers.get('cache-control')).toBe('private, max-age=31536000, immutable')
})

it('HEAD says what GET would, without the body', async () => {
  const { door } = await openDoor()
  const { cookie } = await signIn(door)
  const answer = await fetch(door.url, { method: 'HEAD', headers: { cookie } })
  expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([
    200,
    String(indexPage.length),
    '',
  ])
})

it.each([
  ['no JSON', 'key=x', 'application/json'],
  ['another type', '{"key":"x"}', 'text/plain'],
  ['too much', JSON.stringify({ key: 'x'.repeat(100_000) }), 'application/json'],
  ['something else', '{"keys":["x"]}', 'application/json'],
])('to sign in with %s is refused', async (_what, body, type) => {
  const { door } = await openDoor()
  const headers = { 'content-type': type, origin: door.url }
  const { status } = await fetch(`${door.url}/enter`, { method: 'POST', headers, body })
  expect(status).toBe(400)
})

it('the token of the operator signs in, and who guesses it has to wait', async () => {
  const token = 'correct horse battery'
  const { door, pass } = await openDoor({ token })
  expect((await enter(door, { token })).status).toBe(200)
  const statuses = []
  for (let guess = 0; guess < 11; guess += 1) statuses.push((await enter(door, { token: `${guess}` })).status)
  statuses.push((await enter(door, { token })).status)
  pass(60_000)
  statuses.push((await enter(door, { token })).status)
  expect(statuses).toEqual([...Array<number>(10).fill(403), 429, 429, 200])
})

it('an address that others can reach needs a token that is long enough', async () => {
  const options = { router: {} as never, pageDir: temporaryFolder(), port: 0, log: () => {} }
  await expect(createWebDoor({ ...options, host: '0.0.0.0' })).rejects.toMatchObject({
    code: 'USAGE',
    message: 'Others could reach Switchyard at 0.0.0.0.',
  })
  await expect(createWebDoor({ ...options, publicUrl: 'https://lab.example' })).rejects.toMatchObject({
    code: 'USAGE',
  })
  await expect(createWebDoor({ ...options, host: '0.0.0.0', token: 'short' })).rejects.toMatchObject({
    message: 'The token is shorter than 16 characters.',
  })
})

it('behind a proxy with TLS its name is known and the cookie is for TLS only', async () => {
  const { door } = await openDoor({ publicUrl: 'https://lab.example', token: 'x'.repeat(16) })
  expect(door.url).toBe('https://lab.example')
  const content = '{"token":"xxxxxxxxxxxxxxxx"}'
  const signInFrom = (origin: string) =>
    rawRequest(
      door.port,
      [
        'POST /enter HTTP/1.1',
        'host: lab.example',
        `origin: ${origin}`,
        'content-type: application/json',
        `content-length: ${content.length}`,
      ],
      content,
    )
  const [own, foreign] = [await signInFrom('https://lab.example'), await signInFrom('https://evil.example')]
  expect([own.status, foreign.status]).toEqual([200, 403])
  expect(own.head).toMatch(/set-cookie: .*; SameSite=Strict; Secure\r\n/)
})

it('takes the next port when its own is taken, and says so when it may not', async () => {
  const { door } = await openDoor()
  const next = await openDoor({ port: door.port, orNextPort: true })
  expect(next.door.port).toBeGreaterThan(door.port)
  await expect(openDoor({ port: door.port })).rejects.toMatchObject({
    code: 'USAGE',
    message: `127.0.0.1:${door.port} is taken by another program.`,
  })
})

it('says what to do when the page was not built', async () => {
  await expect(openDoor({ pageDir: temporaryFolder() })).rejects.toMatchObject({
    code: 'STATE_UNUSABLE',
    hint: 'Run `npm run build` first.',
  })
})
