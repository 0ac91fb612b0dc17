import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { runProgram } from '../../../src/main/cli/program.ts'
import type { Interrupt, World } from '../../../src/main/cli/world.ts'
import type { RunSummary } from '../../../src/shared/run.ts'
import { openCore, temporaryFolder, writePage } from '../web/support/open-door.ts'

function runOf(lab: string): RunSummary {
  const open = { finishedAt: null, outcome: null, elapsedMs: null }
  const startedAt = '2026-11-21T12:00:00.000Z'
  return { id: `run of ${lab}`, kind: 'start', lab: { name: lab, dir: `/labs/${lab}` }, startedAt, ...open }
}

/** `switchyard serve` in a folder of its own, until the test presses Ctrl-C. */
function startServe(
  args: readonly string[],
  { folder = temporaryFolder(), variables = {} }: { folder?: string; variables?: NodeJS.ProcessEnv } = {},
) {
  let stdout = ''
  let stderr = ''
  let interrupt: (signal: Interrupt) => void = () => {}
  let ongoing: readonly RunSummary[] = []
  let pressEnter = () => {}
  let wake = () => {}
  const core = openCore(folder)
  const world: World = {
    variables: { LANG: 'C.UTF-8', ...variables },
    workingDir: folder,
    stdout: writer((text) => (stdout += text)),
    stderr: writer((text) => (stderr += text)),
    now: Date.now,
    openCore: () => Promise.resolve({ ...core, ongoingRuns: () => ongoing }),
    onInterrupt(listener) {
      interrupt = listener
      return () => {}
    },
    onEnter(listener) {
      pressEnter = listener
      return () => (pressEnter = () => {})
    },
    ask: () => Promise.resolve(null),
    hasTerminal: () => false,
    attach: () => Promise.reject(new Error('nothing is attached here')),
    openRawTerminal: () => null,
    openAddress: () => Promise.resolve(false),
    findPageDir: () => writePage(temporaryFolder()),
    quit: () => {},
  }
  function writer(take: (text: string) => void) {
    return new Writable({
      write(chunk: Buffer, _encoding, done) {
        take(chunk.toString())
        wake()
        done()
      },
    })
  }
  return {
    core,
    exitCode: runProgram(['serve', ...args], world),
    stdout: () => stdout,
    stderr: () => stderr,
    pressInterrupt: () => interrupt('SIGINT'),
    terminate: () => interrupt('SIGTERM'),
    /** From now on these labs have a run that goes on. */
    goOn: (...labs: readonly string[]) => (ongoing = labs.map(runOf)),
    pressEnter: () => pressEnter(),
    /** Resolves when this many lines were printed. */
    async lines(count: number): Promise<string[]> {
      while (stdout.split('\n').length <= count) await new Promise<void>((resolve) => (wake = resolve))
      return stdout.split('\n')
    },
  }
}

it('prints one block with the link, and ends with Ctrl-C without touching containers', async () => {
  const serve = startServe(['--port', '0'])
  const [first = '', , link = '', , about] = await serve.lines(5)
  const url = first.replace('Switchyard is at ', '')
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(link.trim()).toMatch(new RegExp(`^${url}/enter#[\\w-]{43}$`))
  expect(about).toBe('The link signs one browser in, once, within 5 minutes.')
  expect((await fetch(`${url}/enter`)).status).toBe(200)
  serve.pressInterrupt()
  expect(await serve.exitCode).toBe(0)
  expect(serve.stdout().trimEnd().split('\n').at(-1)).toBe('The page is closed. Containers keep running.')
  await expect(fetch(`${url}/enter`)).rejects.toThrow()
})

it('prints a new link at every Enter', async () => {
  const serve = startServe(['--port', '0', '--json'])
  const [serving = ''] = await serve.lines(1)
  serve.pressEnter()
  const [, second = ''] = await serve.lines(2)
  const links = [serving, second].map((line) => (JSON.parse(line) as { readonly link: string }).link)
  expect(new Set(links).size).toBe(2)
  serve.pressInterrupt()
  expect(await serve.exitCode).toBe(0)
})

it('Ctrl-C while a run goes on says so and goes on; the second one cancels and leaves', async () => {
  const serve = startServe(['--port', '0'])
  const [first = ''] = await serve.lines(5)
  serve.goOn('northlight')
  serve.pressInterrupt()
  const url = first.replace('Switchyard is at ', '')
  expect((await fetch(`${url}/enter`)).status).toBe(200)
  serve.goOn('northlight', 'shop')
  serve.pressInterrupt()
  serve.pressInterrupt()
  expect(await serve.exitCode).toBe(0)
  expect(serve.stdout().trimEnd().split('\n').slice(5)).toEqual([
    'A run of northlight is going on; press Ctrl-C again to cancel it and leave, or wait for its end.',
    'Runs of northlight and shop are going on; press Ctrl-C again to cancel them and leave, or wait for their end.',
    'Cancelling runs of northlight and shop.',
    'The page is closed. Containers keep running.',
  ])
})

it('SIGTERM while a run goes on cancels it, and says so', async () => {
  const serve = startServe(['--port', '0'])
  await serve.lines(5)
  serve.goOn('northlight')
  serve.terminate()
  expect(await serve.exitCode).toBe(0)
  expect(serve.stdout().trimEnd().split('\n').slice(5)).toEqual([
    'Cancelling the run of northlight.',
    'The page is closed. Containers keep running.',
  ])
})

it('Ctrl-C after the run that it was asked about has ended leaves at once', async () => {
  const serve = startServe(['--port', '0', '--json'])
  await serve.lines(1)
  serve.goOn('northlight')
  serve.pressInterrupt()
  serve.goOn()
  serve.pressInterrupt()
  expect(await serve.exitCode).toBe(0)
  expect(JSON.parse(serve.stdout().trimEnd().split('\n').at(-1) ?? '')).toEqual({
    type: 'runs-going-on',
    runs: [{ id: 'run of northlight', kind: 'start', lab: { name: 'northlight', dir: '/labs/northlight' } }],
  })
})

it('a home folder with Compose files somewhere below it is no lab just because one stands in it', async () => {
  const folder = temporaryFolder()
  mkdirSync(path.join(folder, 'projects', 'shop'), { recursive: true })
  writeFileSync(
    path.join(folder, 'projects', 'shop', 'compose.yaml'),
    'services: { web: { image: nginx } }\n',
  )
  const serve = startServe(['--port', '0'], { folder, variables: { HOME: folder } })
  await serve.lines(1)
  expect(await serve.core.client.labs.list()).toEqual([])
  serve.pressInterrupt()
  await serve.exitCode
})

it('a folder that was named and is no lab is a mistake; one that was not is none', async () => {
  const named = startServe(['--port', '0', '--lab', '/nowhere/at/all'])
  expect(await named.exitCode).toBe(2)
  expect(named.stdout()).toBe('')
  const unnamed = startServe(['--port', '0'])
  await unnamed.lines(1)
  unnamed.pressInterrupt()
  expect([await unnamed.exitCode, unnamed.stderr()]).toEqual([0, ''])
})

it('a mistake in the lab where one stands is told, and the page is served all the same', async () => {
  const folder = temporaryFolder()
  const file = path.join(folder, 'switchyard.yaml')
  writeFileSync(file, 'stack: {}\n')
  const serve = startServe(['--port', '0'], { folder })
  await serve.lines(1)
  serve.pressInterrupt()
  expect(await serve.exitCode).toBe(0)
  expect(serve.stderr()).toContain(`switchyard: ${file}:1:1: `)
})

it('another address needs a token', async () => {
  const serve = startServe(['--host', '0.0.0.0', '--port', '0'])
  expect(await serve.exitCode).toBe(2)
  expect(serve.stderr()).toBe(
    'switchyard: Others could reach Switchyard at 0.0.0.0. Give a token of at least 16 characters with --token-file or in SWITCHYARD_TOKEN.\n',
  )
})

it('a token that others can read is refused', async () => {
  const file = path.join(temporaryFolder(), 'token')
  writeFileSync(file, 'correct horse battery\n')
  chmodSync(file, 0o644)
  const refused = startServe(['--token-file', file, '--port', '0'])
  expect([await refused.exitCode, refused.stderr()]).toEqual([
    2,
    `switchyard: ${file}: Others on this machine can read the token. Run \`chmod 600 ${file}\`.\n`,
  ])
  chmodSync(file, 0o600)
  const taken = startServe(['--token-file', file, '--port', '0'])
  const [first = ''] = await taken.lines(1)
  const url = first.replace('Switchyard is at ', '')
  const answer = await fetch(`${url}/enter`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: '{"token":"correct horse battery"}',
  })
  expect(answer.status).toBe(200)
  taken.pressInterrupt()
  expect(await taken.exitCode).toBe(0)
})

it('a port that is none is wrong use', async () => {
  expect(await startServe(['--port', '70000']).exitCode).toBe(2)
})

it('answers Prometheus only when it is told to, with a token in a file of its own', async () => {
  const folder = temporaryFolder()
  const ask = async (url: string, token: string) => {
    const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } })
    return [answer.status, (await answer.text()).includes('switchyard_engine_up 0')]
  }
  const serving = async (...args: readonly string[]) => {
    const serve = startServe(['--port', '0', '--json', ...args], { folder })
    const [line = ''] = await serve.lines(1)
    const told = JSON.parse(line) as { readonly url: string; readonly metrics?: unknown }
    return { serve, ...told, leave: () => (serve.pressInterrupt(), serve.exitCode) }
  }
  const off = await serving()
  expect([off.metrics, (await ask(off.url, 'x'))[0]]).toEqual([undefined, 401])
  await off.leave()

  const tokenFile = path.join(folder, 'config/switchyard/metrics-token')
  const on = await serving('--metrics')
  expect(on.metrics).toEqual({ url: `${on.url}/metrics`, tokenFile })
  expect(statSync(tokenFile).mode & 0o777).toBe(0o600)
  const token = readFileSync(tokenFile, 'utf8').trim()
  expect(token).toMatch(/^[\w-]{43}$/)
  expect([await ask(on.url, token), await ask(on.url, 'x')]).toEqual([
    [200, true],
    [401, false],
  ])
  await on.serve.core.client.settings.update({ serveMetrics: true })
  await on.leave()

  const set = await serving()
  expect([set.metrics, await ask(set.url, token)]).toEqual([
    { url: `${set.url}/metrics`, tokenFile },
    [200, true],
  ])
  await set.leave()
  const without = await serving('--no-metrics')
  expect(without.metrics).toBeUndefined()
  await without.leave()
})

it('takes the token for Prometheus from a file that only its owner can read', async () => {
  const folder = temporaryFolder()
  const file = path.join(folder, 'own-token')
  writeFileSync(file, 'prometheus reads with this\n')
  chmodSync(file, 0o640)
  const refused = startServe(['--metrics-token-file', file, '--port', '0'], { folder })
  expect([await refused.exitCode, refused.stderr()]).toEqual([
    2,
    `switchyard: ${file}: Others on this machine can read the token. Run \`chmod 600 ${file}\`.\n`,
  ])
  chmodSync(file, 0o600)
  const serve = startServe(['--metrics-token-file', file, '--port', '0'], { folder })
  const lines = await serve.lines(6)
  const url = lines[0]?.replace('Switchyard is at ', '') ?? ''
  expect(lines[5]).toBe(`Prometheus reads ${url}/metrics with the token in ${file}.`)
  const headers = { authorization: 'Bearer prometheus reads with this' }
  expect((await fetch(`${url}/metrics`, { headers })).status).toBe(200)
  serve.pressInterrupt()
  expect(await serve.exitCode).toBe(0)
})
