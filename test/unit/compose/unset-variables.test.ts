import { describe, expect, it } from 'vitest'
import { findVariable, locateUnsetVariables } from '../../../src/main/compose/unset-variables.ts'

const file = '/lab/compose.yaml'
const text = `x-common: &common
  image: "a:\${TAG}"
services:
  web:
    # the \${TOKEN} of the gateway
    environment:
      TOKEN: \${TOKEN} # and not $OTHER
      ESCAPED: $$TOKEN
  worker:
    command: run $TOKEN \${TOKEN_FILE:-}
`

const warning = (name: string) =>
  `time="2026-11-21T00:42:08Z" level=warning msg="The \\"${name}\\" variable is not set. Defaulting to a blank string."\n`

describe('locateUnsetVariables', () => {
  it('gives each variable once, with the services that mention it and the first place', () => {
    expect(locateUnsetVariables(warning('TOKEN') + warning('TOKEN'), [{ file, text }])).toEqual([
      { name: 'TOKEN', services: ['web', 'worker'], place: { file, line: 7, column: 14 } },
    ])
  })

  it('gives them in the order of the files, whatever order Compose warns in', () => {
    const names = ['TOKEN', 'GONE', 'TAG'].map(warning)
    for (const stderr of [names.join(''), names.toReversed().join('')])
      expect(locateUnsetVariables(stderr, [{ file, text }]).map(({ name }) => name)).toEqual([
        'TAG',
        'TOKEN',
        'GONE',
      ])
  })

  it.each([
    ['stands outside of services', 'TAG', { file, line: 2, column: 13 }],
    ['stands in no file, but perhaps in an env file', 'GONE', null],
    ['only stands in a comment', 'OTHER', null],
  ])('holds every service responsible for one that %s', (_, name, place) => {
    expect(locateUnsetVariables(warning(name), [{ file, text }])).toEqual([{ name, services: null, place }])
  })

  it('reads the warnings as Compose writes them for a terminal, too', () => {
    const stderr = 'WARN[0000] The "TOKEN" variable is not set. Defaulting to a blank string. \n'
    expect(locateUnsetVariables(stderr, []).map(({ name }) => name)).toEqual(['TOKEN'])
  })

  it('finds nothing in other messages', () => {
    expect(locateUnsetVariables('the attribute `version` is obsolete\n', [{ file, text }])).toEqual([])
  })
})

describe('findVariable', () => {
  it('does not take a longer name for it', () => {
    expect(findVariable('TOKEN_FILE', [{ file, text }])).toEqual([
      { place: { file, line: 10, column: 25 }, service: 'worker' },
    ])
  })

  it('looks through files that are no YAML', () => {
    expect(findVariable('A', [{ file, text: 'services: [\n ${A}' }])).toEqual([
      { place: { file, line: 2, column: 2 }, service: null },
    ])
  })
})
