/** Cuts a byte stream into lines; the last one may lack its newline. */
export async function* readLines(stream: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of stream) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield line.replace(/\r$/, '')
  }
  if (rest !== '') yield rest
}

/** A part of what a container printed, and where it printed it. */
export interface Frame {
  readonly stream: 'stdout' | 'stderr'
  readonly payload: Buffer
}

/** The frames by which Docker mixes stdout and stderr in one stream: 1 byte stream, 3 empty, 4 length, then the payload. */
export async function* readFrames(stream: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  const cut = createFrameCutter()
  for await (const chunk of stream) yield* cut(chunk)
}

/** The same, chunk by chunk: returns the frames that are complete. */
export function createFrameCutter(): (chunk: Buffer) => readonly Frame[] {
  let rest: Buffer = Buffer.alloc(0)
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const frames: Frame[] = []
    let from = 0
    while (rest.length - from >= 8) {
      const end = from + 8 + rest.readUInt32BE(from + 4)
      if (rest.length < end) break
      frames.push({ stream: rest[from] === 2 ? 'stderr' : 'stdout', payload: rest.subarray(from + 8, end) })
      from = end
    }
    rest = rest.subarray(from)
    return frames
  }
}
