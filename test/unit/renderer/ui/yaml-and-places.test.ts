import { expect, test } from 'vitest'
import { isWebAddress } from '../../../../src/renderer/ui/link-button.tsx'
import { filesOf, placeToCopy, shortPath, shortPlace } from '../../../../src/renderer/ui/places.ts'
import { tokenizeYaml } from '../../../../src/renderer/ui/yaml-tokens.ts'

const kinds = (line: string) => tokenizeYaml(line).map(({ kind, text }) => [kind, text])

test('keys, quoted text and comments are told apart', () => {
  expect(kinds('  PORT: "80#00" # why')).toEqual([
    ['plain', '  '],
    ['key', 'PORT'],
    ['plain', ': '],
    ['string', '"80#00"'],
    ['plain', ' '],
    ['comment', '# why'],
  ])
  expect(kinds('    - mode: ingress')).toEqual([
    ['plain', '    - '],
    ['key', 'mode'],
    ['plain', ': ingress'],
  ])
  expect(kinds('traefik.http.rule: Host(`a`)')).toEqual([
    ['key', 'traefik.http.rule'],
    ['plain', ': Host(`a`)'],
  ])
})

test('a colon or a number sign inside of a word is neither key nor comment', () => {
  expect(kinds('  - http://a:80/#top')).toEqual([['plain', '  - http://a:80/#top']])
  expect(kinds("it's")).toEqual([['plain', "it's"]])
})

test('whatever stands in a line, the pieces are the line', () => {
  for (const line of ['', '   ', '"open', "'", '{a: [b, "c"]}', '- - x: y', '#', ': :', '\u0000<b>: "\\"']) {
    expect(
      tokenizeYaml(line)
        .map(({ text }) => text)
        .join(''),
    ).toBe(line)
  }
})

test('places are told from the folder of the stack', () => {
  expect(shortPath('/lab/apps/compose.yaml', '/lab/apps')).toBe('compose.yaml')
  expect(shortPath('/lab/.env', '/lab/apps')).toBe('../.env')
  expect(shortPath('/etc/other.env', '/lab/apps')).toBe('/etc/other.env')
  expect(shortPath('/lab/apps', '/lab/apps')).toBe('.')
  expect(shortPlace({ file: '/lab/apps/a.yaml', line: 14, column: 3 }, '/lab/apps')).toBe('a.yaml:14')
  expect(placeToCopy({ file: '/lab/a.yaml', line: 14, column: 3 })).toBe('/lab/a.yaml:14')
  expect(placeToCopy({ file: '/lab/a.yaml' })).toBe('/lab/a.yaml')
  const place = (file: string) => ({ place: { file } })
  expect(filesOf([place('/b'), { place: null }, place('/a'), place('/b')])).toEqual(['/b', '/a'])
})

test('only http and https lead outside', () => {
  expect(['http://a', 'https://a/b', 'javascript:alert(1)', 'file:///a', 'a', ''].map(isWebAddress)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ])
})
