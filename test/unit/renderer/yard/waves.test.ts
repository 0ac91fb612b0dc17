import { describe, expect, it } from 'vitest'
import type { StackView } from '../../../../src/shared/lab.ts'
import { arrangeWaves } from '../../../../src/renderer/features/yard/waves.ts'

const stack = (name: string, wave: number, dir: string): StackView => ({
  name,
  wave,
  dir: `/lab${dir}`,
  project: name,
  alwaysOn: false,
  autoStart: true,
  needs: [],
  files: [],
  envFiles: [],
  profiles: [],
  availableProfiles: [],
  environments: [],
  services: [],
  links: [],
  why: '',
})
const titles = (...stacks: readonly StackView[]) =>
  arrangeWaves({ dir: '/lab', stacks: [...stacks] }).map(
    ({ number, title, stacks: own }) => `${number} ${title}: ${own.map(({ name }) => name).join(' ')}`,
  )

describe('arrangeWaves', () => {
  it('names a wave after the numbered folder that its stacks share', () => {
    expect(
      titles(
        stack('caddy', 0, '/00-infrastructure'),
        stack('infisical', 0, '/00-infrastructure/infisical'),
        stack('db', 1, '/01_data-stores/db'),
      ),
    ).toEqual(['1 Infrastructure: caddy infisical', '2 Data stores: db'])
  })

  it('names a wave of one stack after the stack', () => {
    expect(titles(stack('n8n', 0, '/n8n'), stack('ollama', 1, '/ollama'))).toEqual([
      '1 n8n: n8n',
      '2 ollama: ollama',
    ])
  })

  it('numbers a wave that has no name of its own', () => {
    expect(titles(stack('a', 0, '/a'), stack('b', 0, '/b'), stack('c', 3, ''))).toEqual([
      '1 Wave 1: a b',
      '2 c: c',
    ])
  })

  it('looks below a folder that holds all stacks', () => {
    expect(titles(stack('a', 0, '/stacks/00-base/a'), stack('b', 1, '/stacks/10-apps/b'))).toEqual([
      '1 Base: a',
      '2 Apps: b',
    ])
  })

  it('gives no name twice', () => {
    expect(
      titles(
        stack('z', 2, '/z'),
        stack('a', 0, '/10-apps/a'),
        stack('b', 1, '/10-apps/b'),
        stack('c', 1, '/10-apps/c'),
      ),
    ).toEqual(['1 Apps: a', '2 Wave 2: b c', '3 z: z'])
  })
})
