import { expect, it } from 'vitest'
import { openDoor, signIn } from './support/open-door.ts'
import { rawRequest } from './support/raw-request.ts'

const token = 'prometheus reads with this'
const source = {
  contentType: 'text/plain; version=0.0.4; charset=utf-8',
  read: () => Promise.resolve('switchyard_engine_up 1\n'),
}
const bearer = (text: string) => ({ headers: { authorization: `Bearer ${text}` } })

it('is not there unless it is asked for', async () => {
  const { door } = await openDoor()
  const { cookie } = await signIn(door)
  expect((await fetch(`${door.url}/metrics`)).status).toBe(401)
  expect((await fetch(`${door.url}/metrics`, { headers: { cookie } })).status).toBe(404)
})

it('answers whoever has the token, as Prometheus asks', async () => {
  const { door, log } = await openDoor({ metrics: { source, token } })
  const answer = await fetch(`${door.url}/metrics?collect[]=x`, bearer(token))
  expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
    200,
    source.contentType,
    'switchyard_engine_up 1\n',
  ])
  const head = await fetch(`${door.url}/metrics`, { ...bearer(token), method: 'HEAD' })
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '23', ''])
  expect(log).toEqual([])
})

it('answers nobody else: no token, a wrong one, a session, the token of the page, another method', async () => {
  const pageToken = 'correct horse battery staple'
  const { door, log } = await openDoor({ metrics: { source, token }, token: pageToken })
  const { cookie, proof } = await signIn(door)
  const asked = await Promise.all([
    fetch(`${door.url}/metrics`),
    fetch(`${door.url}/metrics`, bearer(`${token}x`)),
    fetch(`${door.url}/metrics`, { headers: { authorization: `Basic ${btoa(`x:${token}`)}` } }),
    fetch(`${door.url}/metrics`, { headers: { cookie, 'x-switchyard-proof': proof } }),
    fetch(`${door.url}/metrics`, bearer(pageToken)),
    fetch(`${door.url}/metrics`, { ...bearer(token), method: 'POST', body: '{}' }),
  ])
  expect(asked.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 405])
  expect(asked[0]?.headers.get('www-authenticate')).toBe('Bearer realm="switchyard metrics"')
  expect((await Promise.all(asked.map((each) => each.text()))).join('')).not.toContain('switchyard_')
  expect(new Set(log)).toEqual(
    new Set(['switchyard: refused a scrape (no token, or a wrong one) from 127.0.0.1.']),
  )
})

it('its token opens nothing but this', async () => {
  const { door } = await openDoor({ metrics: { source, token } })
  expect((await fetch(`${door.url}/`, bearer(token))).status).toBe(401)
  const entered = await fetch(`${door.url}/enter`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: door.url },
    body: JSON.stringify({ token }),
  })
  expect(entered.status).toBe(403)
})

it('slows down who guesses, for a minute', async () => {
  const { door, pass } = await openDoor({ metrics: { source, token } })
  const ask = async (text: string) => (await fetch(`${door.url}/metrics`, bearer(text))).status
  for (let count = 0; count < 10; count += 1) expect(await ask('wrong')).toBe(401)
  expect([await ask('wrong'), await ask(token)]).toEqual([429, 429])
  pass(60_000)
  expect(await ask(token)).toBe(200)
})

it('answers by whatever name the scraper has for this machine, and only this page does', async () => {
  const { door } = await openDoor({ metrics: { source, token } })
  const told = `authorization: Bearer ${token}`
  const ask = async (path: string, ...headers: readonly string[]) => {
    const host = `host: host.docker.internal:${door.port}`
    return (await rawRequest(door.port, [`GET ${path} HTTP/1.1`, host, ...headers])).status
  }
  expect([await ask('/metrics', told), await ask('/metrics'), await ask('/', told)]).toEqual([200, 401, 421])
})

it('wants a token that cannot be guessed', async () => {
  await expect(openDoor({ metrics: { source, token: 'short' } })).rejects.toThrow(
    'The token of the metrics is shorter than 16 characters.',
  )
})
