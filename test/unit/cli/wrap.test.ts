import { describe, expect, it } from 'vitest'
import { formatLine, line, span, verbatim, type Line } from '../../../src/main/cli/render/line.ts'
import { createStyle, plainStyle } from '../../../src/main/cli/render/style.ts'
import { alignColumns } from '../../../src/main/cli/render/table.ts'
import { wrapLine } from '../../../src/main/cli/render/wrap.ts'

const shown = (spans: Line, columns: number) =>
  wrapLine(spans, columns).map((each) => formatLine(each, plainStyle))

describe('a line that is too long for the terminal', () => {
  it('goes on below, broken between words, under the words after a sign', () => {
    expect(shown(line('one two three'), 9)).toEqual(['one two', 'three'])
    expect(shown(line('✗   it could not be run'), 16)).toEqual(['✗   it could not', '    be run'])
    expect(shown(line('     Read by apps and data'), 18)).toEqual(['     Read by apps', '     and data'])
  })

  it('goes on under the last column of a table, unless that is far to the right', () => {
    const [row = []] = alignColumns([[line('db'), line('waits for what is not there')]])
    expect(shown(row, 20)).toEqual(['db  waits for what', '    is not there'])
    const [wide = []] = alignColumns([[line('□  data/postgres'), line('made here, in no registry')]])
    expect(shown(wide, 24)).toEqual(['□  data/postgres', '     made here, in no', '     registry'])
  })

  it('keeps the tones of its words', () => {
    const style = createStyle({ hasColour: true, unicode: true })
    expect(
      wrapLine([span('data', 'strong'), span(' is failed', 'failed')], 8).map((each) =>
        formatLine(each, style),
      ),
    ).toEqual(['\u001b[1mdata\u001b[22m \u001b[31mis\u001b[39m', '\u001b[31mfailed\u001b[39m'])
  })

  it('loses nothing of a word that fits on no line', () => {
    expect(shown(line('in /a/very/long/path yes'), 10)).toEqual(['in', '/a/very/long/path', 'yes'])
  })

  it('stays one line when it is there to be copied', () => {
    expect(shown(line('  $ docker compose up -d'), 10)).toEqual(['  $ docker compose up -d'])
    expect(shown(verbatim('image: switchyard/fixture:1'), 10)).toEqual(['image: switchyard/fixture:1'])
  })
})
