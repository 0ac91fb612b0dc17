import { describe, expect, it } from 'vitest'
import { parseEnvFile } from '../../../src/main/compose/env-file.ts'

function read(text: string): readonly (readonly [string, string, number | undefined])[] {
  return parseEnvFile({ file: '/lab/.env', text }).map(({ name, value, place }) => [name, value, place.line])
}

describe('parseEnvFile', () => {
  it('tells each variable with its value and its line', () => {
    expect(
      read(
        '# note\n\nA=1\nexport B = two words # note\nC: x\nD=\nE="a \\"b\\" \\n"\nF=\'raw $X\'\n#G=1\nH=a#b\n',
      ),
    ).toEqual([
      ['A', '1', 3],
      ['B', 'two words', 4],
      ['C', 'x', 5],
      ['D', '', 6],
      ['E', 'a "b" \n', 7],
      ['F', 'raw $X', 8],
      ['H', 'a#b', 10],
    ])
  })

  it('takes a quoted value over several lines and counts on behind it', () => {
    expect(read('KEY="one\ntwo\nA=not"\r\nB=2\n')).toEqual([
      ['KEY', 'one\ntwo\nA=not', 1],
      ['B', '2', 4],
    ])
  })

  it('has nothing to say of what is no variable', () => {
    expect(read('no sign\n=x\n1A=2\n')).toEqual([])
  })
})
