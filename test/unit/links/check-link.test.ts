import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createPort, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { checkLink } from '../../../src/main/links/check-link.ts'
import { createLinkChecker } from '../../../src/main/links/link-checker.ts'

const servers: Server[] = []
async function listen(server: Server): Promise<number> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
const serve = async (answer: RequestListener) => `http://127.0.0.1:${await listen(createServer(answer))}`
const judge = async (url: string, timeoutMs?: number) => {
  const { state, status, detail } = await checkLink(url, undefined, timeoutMs)
  return [state, status, detail]
}

afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve))
})

describe('a check of a link', () => {
  it.each([
    [200, ['answers', 200, null]],
    [404, ['answers', 404, null]],
    [401, ['login', 401, null]],
    [503, ['failing', 503, null]],
  ])('tells an answer of %i', async (status, told) => {
    const url = await serve((_, response) => response.writeHead(status).end())
    expect(await judge(url)).toEqual(told)
  })

  it('asks with GET where HEAD is refused', async () => {
    const methods: (string | undefined)[] = []
    const url = await serve(({ method }, response) => {
      methods.push(method)
      response.writeHead(method === 'HEAD' ? 405 : 200).end('a page')
    })
    expect([await judge(`${url}/x?y=1`), methods]).toEqual([
      ['answers', 200, null],
      ['HEAD', 'GET'],
    ])
  })

  it('follows no redirect, and says when one leads to another host', async () => {
    let asked = 0
    const url = await serve((request, response) => {
      asked += 1
      const location = request.url === '/out' ? 'https://login.example.org/x' : '/inside'
      response.writeHead(302, { location }).end()
    })
    expect([await judge(`${url}/out`), await judge(`${url}/in`), asked]).toEqual([
      ['answers', 302, 'and leads on to login.example.org'],
      ['answers', 302, null],
      2,
    ])
  })

  it('gives up on a server that never answers', async () => {
    const url = await serve(() => undefined)
    const check = judge(url, 200)
    expect(await check).toEqual(['down', null, 'does not answer within 0.2 s'])
    ;(servers[0] as ReturnType<typeof createServer>).closeAllConnections()
  })

  it('connects to what is no web page, and hears when nobody is behind the port', async () => {
    const open = await listen(
      createPort((socket) => socket.on('error', () => undefined).on('data', () => {})),
    )
    const empty = await listen(createPort((socket) => socket.resume().end()))
    expect([await judge(`tcp://127.0.0.1:${open}`), await judge(`tcp://127.0.0.1:${empty}`)]).toEqual([
      ['accepts', null, null],
      ['down', null, 'takes the connection and hangs up: nothing listens behind the port'],
    ])
  })

  it('says in words what went wrong', async () => {
    const plain = await serve((_, response) => response.end())
    const port = await listen(createPort((socket) => socket.resume().end('220 mail ready\r\n')))
    const closed = await listen(createPort())
    await new Promise((resolve) => servers.pop()?.close(resolve))
    expect([
      await judge(plain.replace('http:', 'https:')),
      await judge(`http://127.0.0.1:${port}`),
      await judge(`http://127.0.0.1:${closed}`),
      await judge('http://169.254.169.254/latest/meta-data'),
      await judge('http://[fe80::1]/'),
    ]).toEqual([
      ['down', null, 'does not speak TLS'],
      ['down', null, 'answers, but not in HTTP'],
      ['down', null, 'refuses connections'],
      ['down', null, 'leads to a link-local address, which is not asked'],
      ['down', null, 'leads to a link-local address, which is not asked'],
    ])
  })

  it('finds names below localhost on this machine, and asks for them by name', async () => {
    const hosts: (string | undefined)[] = []
    const url = await serve((request, response) => {
      hosts.push(request.headers.host)
      response.end()
    })
    const { port } = new URL(url)
    expect([await judge(`http://wiki.localhost:${port}/`), hosts]).toEqual([
      ['answers', 200, null],
      [`wiki.localhost:${port}`],
    ])
  })
})

describe('checks for everybody who looks', () => {
  it('ask each address once for all of them, and a few at a time', async () => {
    let open = 0
    let most = 0
    const asked: string[] = []
    const checker = createLinkChecker(async (url) => {
      asked.push(url)
      open += 1
      most = Math.max(most, open)
      await new Promise((resolve) => setImmediate(resolve))
      open -= 1
      return { state: 'answers', status: 200, detail: null, elapsedMs: 1, at: '2026-11-21T12:00:00.000Z' }
    })
    const links = Array.from({ length: 40 }, (_, index) => ({ id: `${index}`, url: `http://a.lan/${index}` }))
    const [first, second] = await Promise.all([checker.check(links), checker.check(links)])
    expect([first.map(({ id }) => id), second, asked.length, most]).toEqual([
      links.map(({ id }) => id),
      first,
      40,
      8,
    ])
  })
})
