import { bytes } from './kept-bytes.ts'

const zero = 48
const newline = 10

/** The number whose digits begin here; NaN when there are none. */
export function numberAt(from: number, end: number): number {
  let value = 0
  let at = from
  for (; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - zero
    if (digit < 0 || digit > 9) break
    value = value * 10 + digit
  }
  return at === from ? NaN : value
}

/** A word that begins a line, as it is searched for: `lineKey('inactive_file ')`. */
export function lineKey(word: string): Buffer {
  return Buffer.from(`\n${word}`)
}

/** The number behind a key at the beginning of a line; NaN when no line begins so. */
export function valueOf(key: Buffer, end: number): number {
  // What lies behind the end is left from another file.
  const found = bytes.subarray(0, end).indexOf(key)
  return found === -1 ? NaN : numberAt(found + key.length, end)
}

/** The sum of all numbers that stand behind a word, anywhere in the lines; NaN for none. */
export function sumBehind(word: Buffer, end: number): number {
  const text = bytes.subarray(0, end)
  let sum = NaN
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
    sum = (Number.isNaN(sum) ? 0 : sum) + numberAt(at + word.length, end)
  }
  return sum
}

/** Received and sent bytes over all interfaces but `lo`, of a `/proc/PID/net/dev`: two lines of heading, then `name: 16 numbers`. */
export function sumTraffic(end: number, total: { received: number; sent: number }): void {
  total.received = 0
  total.sent = 0
  for (let at = 1; at < end; at += 1) {
    if (bytes[at] !== colon || isLoopback(at)) continue
    for (let index = 0; index <= sentColumn; index += 1) {
      at += 1
      while (at < end && bytes[at] === space) at += 1
      if (index === 0) total.received += numberAt(at, end)
      if (index === sentColumn) total.sent += numberAt(at, end)
      while (at < end && isDigit(bytes[at] ?? 0)) at += 1
    }
  }
}

const sentColumn = 8
const space = 32
const colon = ':'.charCodeAt(0)

/** Names are set to the right. */
function isLoopback(colonAt: number): boolean {
  const before = bytes[colonAt - 3] ?? 0
  return bytes[colonAt - 1] === 111 && bytes[colonAt - 2] === 108 && (before === space || before === newline)
}

function isDigit(byte: number): boolean {
  return byte >= zero && byte <= zero + 9
}
