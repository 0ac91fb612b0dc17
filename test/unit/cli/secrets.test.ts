import { describe, expect, it } from 'vitest'
import { renderFetches, renderProviders } from '../../../src/main/cli/render/secrets.ts'
import { renderVariables } from '../../../src/main/cli/render/variables.ts'
import { formatLine } from '../../../src/main/cli/render/line.ts'
import { plainStyle } from '../../../src/main/cli/render/style.ts'
import type { LabVariable, SecretFetch, SecretProvider } from '../../../src/shared/secrets.ts'

const nowMs = Date.parse('2026-11-21T12:00:00Z')

const provider: SecretProvider = {
  provider: 'infisical',
  stack: null,
  file: '/lab/.env.infisical',
  place: { file: '/lab/switchyard.yaml', line: 3 },
  command: ['infisical', 'export'],
  timeoutMs: 30_000,
  onFailure: 'fallback',
  isInstalled: true,
  exists: false,
  writtenAt: null,
  variables: null,
  last: { at: '2026-11-21T11:58:00Z', outcome: 'failed', fault: 'exited with code 1' },
  used: 'fallback',
  usedInstead: '/lab/.env',
  usedBy: ['apps', 'data'],
}

const variable: LabVariable = {
  name: 'TOKEN',
  state: 'missing',
  isSecret: true,
  from: null,
  place: null,
  alsoIn: [],
  required: 'compose',
  requiredAt: { file: '/lab/compose.yaml', line: 4, column: 9 },
  isMentioned: true,
  isProblem: true,
}

const fetch: SecretFetch = {
  provider: 'infisical',
  stack: null,
  file: '/lab/.env.infisical',
  outcome: 'written',
  fault: null,
  variables: 3,
  added: ['A'],
  removed: [],
  changed: ['B', 'C'],
  keptCopy: null,
  elapsedMs: 5,
  output: [],
  onFailure: 'fallback',
}

const textOf = (lines: readonly Parameters<typeof formatLine>[0][]) =>
  lines.map((line) => formatLine(line, plainStyle))

describe('secrets in the terminal', () => {
  it('say who writes which file, how that went and what is read instead', () => {
    expect(textOf(renderProviders([provider], '/lab', plainStyle, nowMs))).toEqual([
      '!   .env.infisical from Infisical',
      '     It was never written. Failed 2m 00s ago: it exited with code 1.',
      '     .env is read instead, by apps and data.',
      '     $ infisical export  (at most 30s, /lab/switchyard.yaml:3)',
    ])
  })

  it('say how many variables came and which names changed', () => {
    expect(textOf(renderFetches([fetch], plainStyle))).toEqual([
      '✓   3 variables from Infisical in .env.infisical: added A; changed B and C.',
    ])
    expect(
      textOf(
        renderFetches(
          [{ ...fetch, outcome: 'failed', fault: 'printed nothing', output: ['sorry'] }],
          plainStyle,
        ),
      ),
    ).toEqual(['✗   Infisical printed nothing.', '     sorry', '     .env.infisical is as it was.'])
  })

  it('are among the variables, with who asks for what is missing', () => {
    const unused = { ...variable, name: 'X', state: 'set', isProblem: false, isMentioned: false } as const
    const stack = { stacks: ['apps'], project: 'lab-apps', envFiles: [], variables: [variable, unused] }
    expect(textOf(renderVariables([stack], { dir: '/lab', all: false }, plainStyle))).toEqual([
      'apps  project lab-apps',
      '  ✗   TOKEN  missing  secret  asked for in compose.yaml:4',
      '  1 more that no Compose file mentions (--all).',
    ])
  })
})
