import { formatLine, type Line } from '../../../../src/main/cli/render/line.ts'
import { plainStyle } from '../../../../src/main/cli/render/style.ts'

/** Lines as a person reads them, without colour. */
export function textOf(lines: readonly Line[], columns = Infinity): string {
  return lines.map((line) => formatLine(line, plainStyle, columns)).join('\n')
}

/** A template literal without its first and last line break and its common indentation. */
export function block(strings: TemplateStringsArray, ...values: readonly string[]): string {
  const text = String.raw({ raw: strings }, ...values)
  const lines = text.split('\n').slice(1, -1)
  const indents = lines.filter((line) => line.trim()).map((line) => line.length - line.trimStart().length)
  const indent = Math.min(...indents)
  return lines.map((line) => line.slice(indent).trimEnd()).join('\n')
}
