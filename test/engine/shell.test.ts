import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEngine } from '../../src/main/engine/create-engine.ts'
import { createShellManager } from '../../src/main/shell/shell-manager.ts'
import { type LabFixture, openLabWith } from './support/lab-fixture.ts'

const compose = `name: shells
services:
  box: { image: switchyard/fixture:1, user: "1234:1234", entrypoint: [sleep, "2147483647"] }
  root: { image: switchyard/fixture:1 }
  bare: { image: switchyard/fixture:1 }
  idle: { image: switchyard/fixture:1, profiles: [never] }
`

describe('a shell in a container', () => {
  let lab: LabFixture
  const size = { columns: 90, rows: 33 }
  const select = (service: string) => ({ dir: lab.dir, service: { stack: 'shells', service } })
  const open = async (service = 'box') => {
    const { shellId } = await lab.client.shells.open({ ...select(service), ...size })
    return { shellId, ...listen(await lab.client.shells.output({ shellId })) }
  }
  const type = (shellId: string, data: string) => lab.client.shells.write({ shellId, data })
  /** Command lines of all processes in the container. */
  const processes = async (service: string) => {
    const list = await lab.docker(['top', `shells-${service}-1`, '-eo', 'pid,args'])
    return list
      .split('\n')
      .slice(1)
      .map((line) => line.trim().replace(/^\d+\s+/, ''))
      .sort()
  }

  beforeAll(async () => {
    lab = await openLabWith('shells', { 'docker-compose.yml': compose })
    await lab.run({ kind: 'start' })
    await lab.docker(['exec', 'shells-bare-1', 'busybox', 'rm', '/bin/sh'])
  })
  afterAll(() => lab[Symbol.asyncDispose]())

  it('does what is typed, as the container’s own user, on a terminal of the size that was asked for', async () => {
    const { shellId, until } = await open()
    await type(shellId, 'echo $((6*7)) $(id -u) $(stty size) $TERM\n')
    expect(await until(/^42 .*$/m)).toBe('42 1234 33 90 xterm-256color')
    expect(await lab.client.shells.close({ shellId })).toEqual({ closed: true })
  })

  it('learns of a new size', async () => {
    const { shellId, until } = await open()
    await until(/\$ /)
    expect(await lab.client.shells.resize({ shellId, columns: 132, rows: 50 })).toEqual({ resized: true })
    await type(shellId, 'stty size\n')
    expect(await until(/^\d+ \d+$/m)).toBe('50 132')
    await lab.client.shells.close({ shellId })
  })

  it('ends with its exit code, and then takes nothing any more', async () => {
    const { shellId, ended } = await open()
    await type(shellId, 'exit 7\n')
    expect(await ended).toBe(7)
    expect([
      await type(shellId, 'echo\n'),
      await lab.client.shells.resize({ shellId, columns: 10, rows: 10 }),
      await lab.client.shells.close({ shellId }),
    ]).toEqual([{ written: false }, { resized: false }, { closed: false }])
    await expect(lab.client.shells.close({ shellId })).rejects.toMatchObject({ code: 'SHELL_UNKNOWN' })
  })

  it('is interrupted by Ctrl-C', async () => {
    const { shellId, until } = await open()
    await type(shellId, 'echo begun; sleep 1000; echo "code $?"\n')
    await until(/^begun$/m)
    await expect.poll(() => processes('box')).toContain('sleep 1000')
    await type(shellId, '\u0003')
    await type(shellId, 'echo "after $?"\n')
    expect(await until(/^after \d+$/m)).toBe('after 130')
    await lab.client.shells.close({ shellId })
  })

  it('leaves no process behind when it is closed, whatever runs in it', async () => {
    const before = await processes('root')
    const { shellId, until, ended } = await open('root')
    await type(shellId, 'sleep 1001 & sleep 1002 | cat & echo begun\n')
    await until(/^begun$/m)
    await type(shellId, 'trap "" HUP; sh -c "while :; do sleep 1; done"\n')
    await expect.poll(async () => (await processes('root')).join()).toContain('while :;')
    await lab.client.shells.close({ shellId })
    await ended
    await expect.poll(() => processes('root'), { timeout: 10_000 }).toEqual(before)
  })

  it('brings a lot of output whole and in order, however late it is read', async () => {
    const { shellId } = await lab.client.shells.open({ ...select('box'), ...size })
    await type(shellId, 'stty -onlcr; echo begun; seq 1 170000; exit\n')
    const { text, ended } = listen(await lab.client.shells.output({ shellId }))
    expect(await ended).toBe(0)
    const numbers = text().split('begun\n').at(-1) ?? ''
    const expected = Array.from({ length: 170_000 }, (_, index) => `${index + 1}\n`).join('')
    expect(numbers.length).toBeGreaterThan(1_000_000)
    expect(numbers.startsWith(expected)).toBe(true)
  })

  it('goes on for whoever reads it next, from what is kept', async () => {
    const { shellId, until, text } = await open()
    await type(shellId, 'echo $((3*4))\n')
    await until(/^12$/m)
    const next = listen(await lab.client.shells.output({ shellId }))
    await next.until(/^12$/m)
    await type(shellId, 'echo $((50+6))\n')
    await next.until(/^56$/m)
    expect(text()).not.toMatch(/^56$/m)
    await lab.client.shells.close({ shellId })
  })

  it('is closed when nobody reads it for a while', async () => {
    const before = await processes('root')
    const engine = createEngine(lab.variables)
    const manager = createShellManager({ engine, patienceMs: 200 })
    const containerId = await lab.docker(['inspect', '--format', '{{.Id}}', 'shells-root-1'])
    const shellId = await manager.open({ containerId, service: 'shells/root', ...size })
    const shell = manager.find(shellId)
    const output = shell.output(undefined)
    await output.next()
    await output.return()
    await expect.poll(() => shell.isOver, { timeout: 10_000 }).toBe(true)
    await expect.poll(() => processes('root'), { timeout: 10_000 }).toEqual(before)
    await expect.poll(() => isKnown(() => manager.find(shellId))).toBe(false)
    await manager.dispose()
  })

  it('is one of at most eight, and all end with the core', async () => {
    const before = await processes('root')
    const manager = createShellManager({ engine: createEngine(lab.variables) })
    const containerId = await lab.docker(['inspect', '--format', '{{.Id}}', 'shells-root-1'])
    const request = { containerId, service: 'shells/root', ...size }
    await Promise.all(Array.from({ length: 8 }, () => manager.open(request)))
    await expect(manager.open(request)).rejects.toMatchObject({ code: 'SHELL_LIMIT' })
    expect(await processes('root')).toHaveLength(before.length + 8)
    await manager.dispose()
    expect(await processes('root')).toEqual(before)
  })

  it('needs a shell in the image, a service that runs, and one that there is', async () => {
    const refusal = (service: string) => lab.client.shells.open({ ...select(service), ...size })
    await expect(refusal('bare')).rejects.toMatchObject({
      code: 'SHELL_MISSING',
      message: 'There is no shell in the container of shells/bare.',
    })
    await expect(refusal('idle')).rejects.toMatchObject({
      code: 'SERVICE_NOT_RUNNING',
      message: 'shells/idle is not running, so there is no container for a shell.',
    })
    await expect(refusal('bxo')).rejects.toMatchObject({ code: 'NAME_UNKNOWN' })
    await lab.docker(['pause', 'shells-box-1'])
    await expect(refusal('box')).rejects.toMatchObject({
      code: 'SERVICE_NOT_RUNNING',
      message: 'shells/box is paused, so no shell can run in it.',
    })
    await lab.docker(['unpause', 'shells-box-1'])
  })

  it('ends when its container is stopped', async () => {
    const { shellId, until, ended } = await open()
    await until(/\$ /)
    await lab.docker(['kill', 'shells-box-1'])
    expect(await ended).toBe(137)
    expect(await type(shellId, 'x')).toEqual({ written: false })
  })
})

type Output = AsyncIterable<{ readonly data: string | null; readonly exitCode: number | null }>

/** Reads a shell's output to its end. */
function listen(output: Output) {
  let text = ''
  let isOver = false
  const read = async () => {
    const decoder = new TextDecoder()
    for await (const { data, exitCode } of output) {
      if (data === null) return exitCode
      text += decoder.decode(Buffer.from(data, 'base64'), { stream: true })
    }
    return null
  }
  const ended = read().finally(() => (isOver = true))
  /** What a pattern finds first in what was printed, without line ends and the terminal's own marks. */
  const until = async (pattern: RegExp): Promise<string> => {
    const find = () => pattern.exec(text.replaceAll('\r', ''))?.[0]
    await expect.poll(() => find() !== undefined || isOver, { timeout: 20_000, interval: 20 }).toBe(true)
    return find() ?? `nothing like ${pattern} in ${JSON.stringify(text)}`
  }
  return { text: () => text, ended, until }
}

function isKnown(find: () => unknown): boolean {
  try {
    find()
    return true
  } catch {
    return false
  }
}
