import { describe, expect, it } from 'vitest'
import { readMixedLog, readPlainLog } from '../../../src/main/engine/read-log.ts'
import { toEngineTime } from '../../../src/main/engine/open-log.ts'
import type { EngineLogLine } from '../../../src/main/engine/model.ts'

const at = '2026-11-21T10:00:00.123456789Z'
const part = 16 * 1024

function frame(payload: string | Buffer, stream = 1): Buffer {
  const body = Buffer.from(payload)
  const head = Buffer.alloc(8)
  head[0] = stream
  head.writeUInt32BE(body.length, 4)
  return Buffer.concat([head, body])
}

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += size)
    yield await Promise.resolve(bytes.subarray(from, from + size))
}

async function collect(lines: AsyncIterable<readonly EngineLogLine[]>): Promise<EngineLogLine[]> {
  const found: EngineLogLine[] = []
  for await (const some of lines) found.push(...some)
  return found
}

/** As the engine sends a long line: in parts, each with a time of its own. */
function parts(text: string): string[] {
  const pieces: string[] = []
  for (let from = 0; from < text.length; from += part) pieces.push(`${at} ${text.slice(from, from + part)}`)
  return pieces.map((piece, index) => (index === pieces.length - 1 ? `${piece}\n` : piece))
}

const sizes = [1, 7, 100, 1_000_000]

describe('a log with two streams', () => {
  it.each(sizes)('is cut into lines, in chunks of %i bytes', async (size) => {
    const bytes = Buffer.concat([
      frame(`${at} hello\n`),
      frame(`${at} Grö`, 2),
      frame(`${at} out\r\n`),
      frame(`${at} ße\n`, 2),
      frame(`${at} \n`),
      frame(`${at} open`),
    ])
    expect(await collect(readMixedLog(inChunks(bytes, size)))).toEqual([
      { stream: 'stdout', at, text: 'hello' },
      { stream: 'stdout', at, text: 'out' },
      { stream: 'stderr', at, text: 'Größe' },
      { stream: 'stdout', at, text: '' },
      { stream: 'stdout', at, text: 'open' },
    ])
  })

  it('has long lines in one piece, without the times between their parts', async () => {
    const text = `${'a'.repeat(part)}${'b'.repeat(part)}end`
    const bytes = Buffer.concat(parts(text).map((piece) => frame(piece)))
    expect(await collect(readMixedLog(inChunks(bytes, 5000)))).toEqual([{ stream: 'stdout', at, text }])
  })

  it('cuts a line of a megabyte and says how much is missing', async () => {
    const bytes = Buffer.concat(
      [...parts('x'.repeat(1_048_576)), `${at} next\n`].map((piece) => frame(piece)),
    )
    expect(await collect(readMixedLog(inChunks(bytes, 65_536)))).toEqual([
      { stream: 'stdout', at, text: `${'x'.repeat(65_536)}… (983.0 kB more)` },
      { stream: 'stdout', at, text: 'next' },
    ])
  })

  it('leaves no half character before the cut', async () => {
    const bytes = frame(`${at} x${'ß'.repeat(40_000)}\n`)
    const [line] = await collect(readMixedLog(inChunks(bytes, 65_536)))
    expect(line?.text).toBe(`x${'ß'.repeat(32_767)}… (14.5 kB more)`)
  })
})

describe('a log of a terminal', () => {
  it.each(sizes)('is cut into lines, in chunks of %i bytes', async (size) => {
    const bytes = Buffer.from(`${at} Größe\r\n${at} \r\n\n${at} open`)
    expect(await collect(readPlainLog(inChunks(bytes, size)))).toEqual([
      { stream: 'stdout', at, text: 'Größe' },
      { stream: 'stdout', at, text: '' },
      { stream: 'stdout', at: null, text: '' },
      { stream: 'stdout', at, text: 'open' },
    ])
  })

  it('has long lines in one piece, without the times between their parts', async () => {
    const text = `${'a'.repeat(part)}${'b'.repeat(part)}end`
    const bytes = Buffer.from(`${parts(text).join('')}${at} next\n`)
    expect(await collect(readPlainLog(inChunks(bytes, 5000)))).toEqual([
      { stream: 'stdout', at, text },
      { stream: 'stdout', at, text: 'next' },
    ])
  })

  it('cuts a line of a megabyte', async () => {
    const bytes = Buffer.from(parts('x'.repeat(1_048_576)).join(''))
    const [line] = await collect(readPlainLog(inChunks(bytes, 65_536)))
    expect(line?.text.slice(0, 65_536)).toBe('x'.repeat(65_536))
    expect(line?.text.slice(65_536)).toMatch(/^… \(98\d\.\d kB more\)$/)
  })
})

it.each([
  ['2026-11-21T10:00:00.123456789Z', '1795255200.123456789'],
  ['2026-11-21T10:00:00.5Z', '1795255200.500000000'],
  ['2026-11-21T10:00:00Z', '1795255200.000000000'],
  ['2026-11-21T12:00:00.25+02:00', '1795255200.25'],
])('asks the engine for %s as %s', (time, asked) => {
  expect(toEngineTime(time)).toBe(asked)
})
