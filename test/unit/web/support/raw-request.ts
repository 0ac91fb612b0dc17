import { connect } from 'node:net'

/** Sends the lines as they are, forged or not, and reads until the door closes; the head and the body of the answer. */
export async function rawRequest(
  port: number,
  lines: readonly string[],
  content = '',
): Promise<{ readonly status: number; readonly head: string; readonly body: string }> {
  const socket = connect(port, '127.0.0.1')
  socket.write([...lines, 'connection: close', '', content].join('\r\n'))
  const chunks: Buffer[] = []
  for await (const chunk of socket as AsyncIterable<Buffer>) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  const [head = '', body = ''] = text.split(/\r\n\r\n([\s\S]*)/)
  return { status: Number(head.split(' ')[1]), head, body }
}
