import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateEntries, readEnvFile } from '../../../src/main/compose/env-file.ts'
import { checkOutput } from '../../../src/main/secrets/check-output.ts'
import { renderEnvFile } from '../../../src/main/secrets/render-env-file.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('what a provider prints', () => {
  it('is taken as it is when it is an env file', () => {
    expect(checkOutput(bytes('export A=1\nB=\'it is $5\'\nC="two\nlines"'), 'dotenv')).toEqual({
      text: 'export A=1\nB=\'it is $5\'\nC="two\nlines"\n',
      values: new Map([
        ['A', '1'],
        ['B', 'it is $5'],
        ['C', 'two\nlines'],
      ]),
    })
  })

  it('is made an env file of when it is JSON: a map, or a list as Infisical prints it', () => {
    expect(checkOutput(bytes('{"A":"a $b #c","N":5,"T":true}'), 'json')).toEqual({
      text: 'A="a \\$b #c"\nN=5\nT=true\n',
      values: new Map([
        ['A', 'a $b #c'],
        ['N', '5'],
        ['T', 'true'],
      ]),
    })
    expect(checkOutput(bytes('[{"key":"A","value":"x","type":"shared"}]'), 'json')).toEqual({
      text: 'A=x\n',
      values: new Map([['A', 'x']]),
    })
  })

  it.each([
    ['', 'dotenv', 'printed nothing'],
    ['  \n', 'json', 'printed nothing'],
    ['# only a comment\n', 'dotenv', 'printed no variable'],
    ['<!DOCTYPE html><html>502</html>', 'dotenv', 'printed a web page'],
    ['<html>\nA=1\n</html>', 'json', 'printed a web page'],
    ['error: token expired', 'dotenv', 'printed no env file: line 1 is no NAME=value'],
    ['A=1\nUnauthorized\n', 'dotenv', 'printed no env file: line 2 is no NAME=value'],
    ['A=1\nB="hunter2', 'dotenv', 'printed no env file: line 2 is no NAME=value'],
    ['A=1\nB=${hunter2!}\n', 'dotenv', 'printed no env file: line 2 is no NAME=value'],
    ['A=\0', 'dotenv', 'printed zero bytes'],
    ['A=1', 'json', 'printed no JSON of names and values'],
    ['"A"', 'json', 'printed no JSON of names and values'],
    ['[1]', 'json', 'printed no JSON of names and values'],
    ['{}', 'json', 'printed no variable'],
    ['{"A":{"b":"hunter2"}}', 'json', 'printed JSON in which not everything is a name with a text'],
    ['{"A B":"hunter2"}', 'json', 'printed JSON in which not everything is a name with a text'],
  ] as const)('is refused when it is %j as %s', (text, format, fault) => {
    expect(checkOutput(bytes(text), format)).toEqual({ fault })
  })

  it('is refused when it is too much, or no text', () => {
    expect(checkOutput(bytes(`A=${'x'.repeat(1_000_001)}`), 'dotenv')).toEqual({
      fault: 'printed more than 1 MB',
    })
    expect(checkOutput(Uint8Array.of(0x41, 0x3d, 0xff), 'dotenv')).toEqual({
      fault: 'printed something that is not UTF-8 text',
    })
  })

  it('comes out of a file that was written of it as it went in, whatever the values are', () => {
    const value = fc.string({
      unit: fc.constantFrom(...Array.from('aB1 #$\\"\'{}`=:\n\r\t\f\v'), 'ü', '🙂', '${A}', '\\n', '$$'),
    })
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 6 }), (values) => {
        const map = new Map(values.map((each, index) => [`V${index}`, each]))
        const { entries, mistake } = readEnvFile({ file: '', text: renderEnvFile(map) })
        expect([mistake, evaluateEntries(entries)]).toEqual([null, map])
      }),
    )
  })
})
