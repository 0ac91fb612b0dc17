const longestLine = 2000

const sequences = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])/g
const controls = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g

/** A log line without terminal sequences and control characters, at most 2,000 characters of it. */
export function toPlainText(line: string): string {
  const text = line
    .slice(0, longestLine * 2)
    .replace(sequences, '')
    .replace(controls, '')
  return text.length > longestLine ? `${text.slice(0, longestLine)}…` : text
}
