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

/** The frames by which Docker mixes stdout and stderr in one stream: 1 byte stream, 3 empty, 4 length, then the payload. */
export async function* readFrames(
  stream: AsyncIterable<Buffer>,
): AsyncGenerator<{ readonly stream: 'stdout' | 'stderr'; readonly payload: Buffer }> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of stream) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    while (rest.length >= 8) {
      const end = 8 + rest.readUInt32BE(4)
      if (rest.length < end) break
      yield { stream: rest[0] === 2 ? 'stderr' : 'stdout', payload: rest.subarray(8, end) }
      rest = rest.subarray(end)
    }
  }
}
