import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createEngine } from '../../../src/main/engine/create-engine.ts'
import type { Engine, EngineEvent } from '../../../src/main/engine/model.ts'

const closing: (() => unknown)[] = []
afterEach(() => {
  for (const close of closing.splice(0).reverse()) close()
})

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** An engine behind a socket of its own that answers as the test says; by method and the end of the path. */
async function engineThat(
  answers: Readonly<Record<string, Answer>>,
): Promise<{ readonly engine: Engine; readonly asked: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-socket-'))
  closing.push(() => rmSync(folder, { recursive: true }))
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/^\/v[\d.]+/, '').replace(/\?.*$/, '')
    const name = `${request.method} ${path}`
    asked.push(name)
    const answer = answers[name]
    if (answer) answer(request, response)
    else response.writeHead(500).end(JSON.stringify({ message: `not expected: ${name}` }))
  })
  const socket = join(folder, 'docker.sock')
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { engine: createEngine({ DOCKER_HOST: `unix://${socket}` }), asked }
}

function json(body: unknown, status = 200): Answer {
  return (_, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function status(code: number, message = 'as the test wants'): Answer {
  return json({ message }, code)
}

const ended: Answer = (_, response) => void response.writeHead(204).end()

function frame(payload: string): Buffer {
  const head = Buffer.alloc(8)
  head[0] = 1
  head.writeUInt32BE(payload.length, 4)
  return Buffer.concat([head, Buffer.from(payload)])
}

describe('a command in a container', () => {
  const run = async (exitCode: number | null) => {
    const { engine } = await engineThat({
      'POST /containers/web/exec': json({ Id: 'e1' }, 201),
      'POST /exec/e1/start': (_, response) => void response.writeHead(200).end(frame('not yet\n')),
      'GET /exec/e1/json': json({ ExitCode: exitCode }),
    })
    return engine.exec('web', ['check'], new AbortController().signal)
  }

  it('gives its exit code and what it printed', async () => {
    expect([await run(0), await run(1)]).toEqual([
      { exitCode: 0, output: 'not yet\n' },
      { exitCode: 1, output: 'not yet\n' },
    ])
  })

  it('has not succeeded when the engine does not know how it ended', async () => {
    expect(await run(null)).toEqual({ exitCode: -1, output: 'not yet\n' })
  })

  it('ends with the signal', async () => {
    const { engine } = await engineThat({
      'POST /containers/web/exec': json({ Id: 'e1' }, 201),
      'POST /exec/e1/start': (_, response) => void response.writeHead(200).write(frame('waiting')),
    })
    const abort = new AbortController()
    const answer = engine.exec('web', ['check'], abort.signal)
    setTimeout(() => abort.abort(new Error('cancelled')), 50)
    await expect(answer).rejects.toThrow('cancelled')
  })
})

describe('verbs that may find their work done', () => {
  it('start only what does not run', async () => {
    const inspected = (isRunning: boolean) => json({ State: { Running: isRunning } })
    const { engine, asked } = await engineThat({
      'GET /containers/up/json': inspected(true),
      'GET /containers/down/json': inspected(false),
      'POST /containers/down/start': ended,
    })
    expect([await engine.start('up'), await engine.start('down')]).toEqual([false, true])
    expect(asked.filter((name) => name.startsWith('POST'))).toEqual(['POST /containers/down/start'])
  })

  it('take it for done when a container has stopped, a container is gone or a network is there', async () => {
    const { engine } = await engineThat({
      'POST /containers/web/stop': status(304),
      'DELETE /containers/web': status(404),
      'GET /containers/web/json': status(404),
      'POST /networks/create': status(409),
    })
    expect([
      await engine.stop('web'),
      await engine.remove('web'),
      await engine.inspect('web'),
      await engine.createNetwork('ai'),
    ]).toEqual([undefined, undefined, null, undefined])
  })

  it('remove the networks of a project that nobody uses, and name them', async () => {
    const { engine } = await engineThat({
      'GET /networks': json([
        { Id: 'n1', Name: 'app_default' },
        { Id: 'n2', Name: 'app_shared' },
      ]),
      'DELETE /networks/n1': ended,
      'DELETE /networks/n2': status(403, 'network has active endpoints'),
    })
    expect(await engine.removeProjectNetworks('app')).toEqual(['app_default'])
  })
})

describe('what goes wrong', () => {
  it('is told in the engine’s words', async () => {
    const { engine } = await engineThat({ 'POST /networks/create': status(400, 'invalid network name') })
    await expect(engine.createNetwork('/')).rejects.toMatchObject({
      code: 'ENGINE_REFUSED',
      message: 'The engine says: invalid network name.',
    })
  })

  it('is that nobody answers', async () => {
    const engine = createEngine({ DOCKER_HOST: 'unix:///nowhere/docker.sock' })
    await expect(engine.snapshot()).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: 'The Docker engine at unix:///nowhere/docker.sock does not answer.',
    })
  })

  it('is an engine that is too old', async () => {
    const { engine } = await engineThat({
      'GET /version': json({ Version: '20.10.7', ApiVersion: '1.41' }),
      'GET /containers/json': json([]),
      'GET /networks': json([]),
      'GET /images/json': json([]),
    })
    await expect(engine.snapshot()).rejects.toMatchObject({ code: 'ENGINE_TOO_OLD' })
  })

  it('says which key cannot be read, and where keys are looked for', async () => {
    const variables = {
      DOCKER_HOST: 'tcp://10.0.0.1:2376',
      DOCKER_TLS_VERIFY: '1',
      DOCKER_CERT_PATH: '/nowhere',
    }
    await expect(createEngine(variables).version()).rejects.toThrow(
      expect.objectContaining({ code: 'ENGINE_UNREACHABLE', place: { file: '/nowhere/ca.pem' } }),
    )
  })

  it('is an address that is none', async () => {
    await expect(createEngine({ DOCKER_HOST: 'somewhere' }).version()).rejects.toThrow(
      expect.objectContaining({
        code: 'ENGINE_UNREACHABLE',
        message: 'DOCKER_HOST is not an address: somewhere.',
      }),
    )
  })
})

describe('the event stream', () => {
  const started = JSON.stringify({ Action: 'start', Actor: { ID: 'web', Attributes: {} } })

  it('tells events and breaks off when the engine goes away', async () => {
    const { engine } = await engineThat({
      'GET /events': (_, response) => {
        response.writeHead(200).write(`${started}\n`)
        setTimeout(() => response.destroy(), 50)
      },
    })
    const events: EngineEvent[] = []
    const opened: string[] = []
    const stream = engine.events(
      new AbortController().signal,
      (event) => events.push(event),
      () => opened.push('open'),
    )
    await expect(stream).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' })
    expect([events, opened]).toEqual([
      [
        {
          containerId: 'web',
          name: null,
          project: null,
          service: null,
          atMs: null,
          event: { kind: 'started' },
        },
      ],
      ['open'],
    ])
  })

  it('breaks off as well when the engine ends it in good order', async () => {
    const { engine } = await engineThat({
      'GET /events': (_, response) => void response.writeHead(200).end(`${started}\n`),
    })
    const ignore = () => undefined
    await expect(engine.events(new AbortController().signal, ignore, ignore)).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
    })
  })

  it('ends quietly with the signal', async () => {
    const { engine } = await engineThat({
      'GET /events': (_, response) => void response.writeHead(200).write('\n'),
    })
    const abort = new AbortController()
    await expect(
      engine.events(
        abort.signal,
        () => undefined,
        () => abort.abort(),
      ),
    ).resolves.toBeUndefined()
  })
})

describe('logs', () => {
  const log = (isTty: boolean, body: Buffer): Readonly<Record<string, Answer>> => ({
    'GET /containers/web/json': json({ Config: { Tty: isTty } }),
    'GET /containers/web/logs': (_, response) => void response.writeHead(200).end(body),
  })
  const read = async (engine: Engine, follow: boolean) => {
    const lines = []
    const options = { tail: null, follow, since: null, signal: new AbortController().signal }
    for await (const some of engine.readLog('web', options)) lines.push(...some)
    return lines
  }
  const at = '2026-11-21T10:00:00.123456789Z'

  it.each([false, true])('are lines with their time and their stream (follow: %s)', async (follow) => {
    const { engine } = await engineThat(
      log(false, Buffer.concat([frame(`${at} hello `), frame('world\n'), frame('no time')])),
    )
    expect(await read(engine, follow)).toEqual([
      { stream: 'stdout', at, text: 'hello world' },
      { stream: 'stdout', at: null, text: 'no time' },
    ])
  })

  it.each([false, true])('of a terminal come as they are (follow: %s)', async (follow) => {
    const { engine } = await engineThat(log(true, Buffer.from(`${at} hello\r\n${at} \r\n`)))
    expect(await read(engine, follow)).toEqual([
      { stream: 'stdout', at, text: 'hello' },
      { stream: 'stdout', at, text: '' },
    ])
  })
})
