import { describeLinkCheck, linkSignal, linkSourceWords } from '../../../shared/link-words.ts'
import type { LabLink, LinkCheck } from '../../../shared/links.ts'
import { line, span, type Line } from './line.ts'
import { type Style, symbolOf } from './style.ts'
import { alignColumns } from './table.ts'

/** Links with what they answered, as far as they were tried. Pure. */
export function renderLinks(
  links: readonly LabLink[],
  checks: ReadonlyMap<string, LinkCheck>,
  style: Style,
): Line[] {
  if (links.length === 0)
    return [line('There is no link: nothing is published and no label names an address.', 'quiet')]
  const isTried = checks.size > 0 || links.some(({ isRunning }) => isRunning === false)
  const heading = ['', 'NAME', 'SERVICE', 'ADDRESS', 'FROM', isTried ? 'STATE' : ''].map((text) =>
    line(text, 'quiet'),
  )
  const rows = links.map((link) => {
    const check = checks.get(link.id)
    const signal = check ? linkSignal(check) : null
    return [
      signal === null ? [] : [span(symbolOf(signal, style), signal)],
      line(link.name),
      [span(link.stack, 'quiet'), ...(link.service === null ? [] : [span('/', 'quiet'), span(link.service)])],
      line(link.url),
      line(linkSourceWords[link.from], 'quiet'),
      check ? line(describeLinkCheck(check)) : line(link.isRunning === false ? 'not running' : '', 'quiet'),
    ]
  })
  return alignColumns([heading, ...rows])
}
