import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { GpuUnload } from '../../../src/main/lab/model.ts'
import { askUnload, unloadCommand } from '../../../src/main/gpu/ask-unload.ts'

/** Answers as told; null never answers. */
async function serve(status: number | null) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      asked.push(`${request.method} ${request.url} ${request.headers['content-type']} ${body}`)
      if (status !== null) response.writeHead(status, { location: '/elsewhere' }).end('words')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { asked, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const call = (url: string, changes: Partial<Extract<GpuUnload, { kind: 'http' }>> = {}): GpuUnload => ({
  kind: 'http',
  url,
  method: 'POST',
  body: '{"keep_alive":0}',
  timeoutMs: 5000,
  ...changes,
})

const ask = (unload: GpuUnload, fault: string | null = null, signal = new AbortController().signal) =>
  askUnload(unload, { signal, runProgram: () => Promise.resolve(fault) })

describe('an unload call', () => {
  it('is sent as it is written', async () => {
    const { asked, origin } = await serve(200)
    expect(await ask(call(`${origin}/sleep?level=1`))).toBeNull()
    expect(await ask(call(`${origin}/free`, { method: 'PUT', body: 'now' }))).toBeNull()
    expect(asked).toEqual([
      'POST /sleep?level=1 application/json {"keep_alive":0}',
      'PUT /free text/plain now',
    ])
  })

  it.each([
    [404, /\/free answered 404 Not Found$/],
    [302, /\/free answered 302 Found$/],
  ])('that is answered with %i is a refusal, and is not sent elsewhere', async (status, words) => {
    const { asked, origin } = await serve(status)
    expect(await ask(call(`${origin}/free?token=secret`))).toMatch(words)
    expect(asked).toHaveLength(1)
  })

  it('that is not answered in time, or by nobody, is one', async () => {
    const { origin } = await serve(null)
    expect(await ask(call(`${origin}/free`, { timeoutMs: 100 }))).toMatch(
      /\/free did not answer within 0\.1s$/,
    )
    expect(await ask(call('http://127.0.0.1:1/free'))).toMatch(
      /^http:\/\/127\.0\.0\.1:1\/free does not answer/,
    )
  })

  it('ends with the run', async () => {
    const { origin } = await serve(null)
    const abort = new AbortController()
    const asking = ask(call(`${origin}/free`), null, abort.signal)
    abort.abort(new Error('the run was cancelled'))
    await expect(asking).rejects.toThrow('the run was cancelled')
  })
})

describe('an unload program', () => {
  const program = (changes: Partial<Extract<GpuUnload, { kind: 'program' }>['script']> = {}): GpuUnload => ({
    kind: 'program',
    script: { command: ['docker', 'exec', 'ollama', 'ollama', 'stop', 'llama3'], problem: null, ...changes },
    timeoutMs: 1000,
  })

  it('is judged by how it ends', async () => {
    expect([await ask(program()), await ask(program(), 'exited with code 1')]).toEqual([
      null,
      'docker exited with code 1',
    ])
  })

  it('that cannot be run is told as the file has it', async () => {
    const problem = { code: 'LAB_FILE_INVALID', message: 'There is no program `dokcer` on the PATH.' }
    expect(await ask(program({ problem }))).toBe('There is no program `dokcer` on the PATH')
  })

  it('is shown as it is run', () => {
    expect(unloadCommand(program())).toEqual(['docker', 'exec', 'ollama', 'ollama', 'stop', 'llama3'])
  })
})
