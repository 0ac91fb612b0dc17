import { describe, expect, it } from 'vitest'
import { readFrames, readLines } from '../../../src/main/engine/read-lines.ts'

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}

const everySize = Array.from({ length: 40 }, (_, index) => index + 1)

describe('readLines', () => {
  const text = 'first\n\nGröße 日本\r\nno newline at the end'
  const lines = ['first', '', 'Größe 日本', 'no newline at the end']

  it.each(everySize)('cuts the same lines out of chunks of %i bytes', async (size) => {
    expect(await collect(readLines(inChunks(Buffer.from(text), size)))).toEqual(lines)
  })

  it('takes text as well as bytes', async () => {
    const parts = (async function* () {
      yield await Promise.resolve('a\nb')
      yield 'c\n'
    })()
    expect(await collect(readLines(parts))).toEqual(['a', 'bc'])
  })

  it('has no lines in nothing', async () => {
    expect(await collect(readLines(inChunks(Buffer.alloc(0), 1)))).toEqual([])
  })
})

function frame(stream: number, payload: string): Buffer {
  const body = Buffer.from(payload)
  const head = Buffer.alloc(8)
  head[0] = stream
  head.writeUInt32BE(body.length, 4)
  return Buffer.concat([head, body])
}

describe('readFrames', () => {
  const bytes = Buffer.concat([
    frame(1, 'out\n'),
    frame(2, 'Größe'),
    frame(1, ''),
    frame(0, 'in'),
    frame(2, 'end'),
  ])
  const frames = [
    ['stdout', 'out\n'],
    ['stderr', 'Größe'],
    ['stdout', ''],
    ['stdout', 'in'],
    ['stderr', 'end'],
  ]
  const read = async (size: number, given = bytes) =>
    (await collect(readFrames(inChunks(given, size)))).map(({ stream, payload }) => [
      stream,
      payload.toString(),
    ])

  it.each(everySize)('cuts the same frames out of chunks of %i bytes', async (size) => {
    expect(await read(size)).toEqual(frames)
  })

  it('leaves out a frame that was cut off', async () => {
    expect([await read(7, bytes.subarray(0, -1)), await read(7, bytes.subarray(0, 5))]).toEqual([
      frames.slice(0, -1),
      [],
    ])
  })
})
