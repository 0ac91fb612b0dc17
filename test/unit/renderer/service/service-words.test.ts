import { expect, test } from 'vitest'
import type { EnvironmentVariable } from '../../../../src/shared/detail.ts'
import type { Gate } from '../../../../src/shared/plan.ts'
import {
  describeChecks,
  describeHealthCommand,
  describeStarts,
} from '../../../../src/renderer/features/service/checks.ts'
import { arrangeVariables, describeOrigin } from '../../../../src/renderer/features/service/variables.ts'
import {
  arrangeNeeds,
  describeGate,
  describeState,
  formatSize,
} from '../../../../src/renderer/features/service/words.ts'

const at = '2026-03-04T10:00:00.000Z'
const atMs = Date.parse(at)
const later = (ms: number) => new Date(atMs + ms).toISOString()
const running = {
  readiness: 'ready' as const,
  detail: null,
  startedAt: at,
  finishedAt: null,
  usualMs: 14_000,
  exitCode: null,
  state: 'running' as const,
}

test('a ready service says since when, and how long its start took when that start is known', () => {
  const start = { at: later(20_000), elapsedMs: 14_000 }
  expect(describeState(running, [start], atMs + 74_000)).toBe('for 1m 00s, started in 14s')
  expect(describeState(running, [{ ...start, at: later(-5000) }], atMs + 74_000)).toBe('for 1m 14s')
})

test('what is not ready says why or how long', () => {
  expect(describeState({ ...running, readiness: 'loading' }, [], atMs + 12_000)).toBe('for 12s, usually 14s')
  expect(describeState({ ...running, readiness: 'failed', detail: 'exit code 1' }, [], atMs)).toBe(
    'exit code 1',
  )
  const ended = { ...running, finishedAt: later(3000), exitCode: 0 }
  expect(describeState({ ...ended, readiness: 'done' }, [], atMs + 4000)).toMatch(/^in 3\.0s, /)
  expect(describeState({ ...ended, readiness: 'stopped' }, [], atMs + 4000)).toMatch(/^since .*, exit 0$/)
  expect(describeState({ ...ended, readiness: 'stopped', finishedAt: null }, [], atMs)).toBe('')
})

test('gates of the order of folders are counted by stack', () => {
  const gate = (stack: string, service: string, from: Gate['from']): Gate => ({
    on: { stack, service },
    condition: 'ready',
    required: from !== 'layout',
    from,
  })
  const asked = gate('data', 'db', 'depends_on')
  const needs = [asked, gate('core', 'a', 'layout'), gate('core', 'b', 'layout')]
  expect(arrangeNeeds(needs)).toEqual({ asked: [asked], byOrder: [{ stack: 'core', count: 2 }] })
  expect(describeGate({ condition: 'completed', required: false })).toBe('done, goes on without it')
  expect(describeGate({ condition: 'started', required: true })).toBe('started')
})

test('checks come newest first, with their exit code', () => {
  const check = { output: ' refused\n', elapsedMs: 5000 }
  expect(
    describeChecks([
      { ...check, at, exitCode: 1 },
      { at: later(1000), exitCode: 0, output: '', elapsedMs: 42.4 },
    ]),
  ).toEqual([
    { atMs: atMs + 1000, isGood: true, words: 'passed in 42ms', output: '' },
    { atMs, isGood: false, words: 'exit 1 after 5.0s', output: 'refused' },
  ])
})

test('starts are bars against the longest', () => {
  const starts = [4000, 8000].map((elapsedMs) => ({ at, elapsedMs }))
  expect(describeStarts(starts)).toEqual([
    { atMs, words: '4.0s', share: 0.5 },
    { atMs, words: '8.0s', share: 1 },
  ])
})

test('a health command is shown as it is typed', () => {
  expect(describeHealthCommand(['CMD-SHELL', 'wget -q x || exit 1'])).toBe('wget -q x || exit 1')
  expect(describeHealthCommand(['CMD', 'test', 'a b'])).toBe("test 'a b'")
})

const variable = (name: string, more: Partial<EnvironmentVariable> = {}): EnvironmentVariable => ({
  name,
  value: 'v',
  isSecret: false,
  place: null,
  from: 'compose',
  ...more,
})

test('own variables come before those of the image, and many fold', () => {
  const many = Array.from({ length: 19 }, (_, index) => variable(`V${index}`))
  const folded = arrangeVariables([variable('PATH', { from: 'image' }), ...many], {
    text: '',
    isExpanded: false,
  })
  expect([folded.rows.length, folded.hidden, folded.found, folded.total]).toEqual([17, 3, 20, 20])
  expect(folded.rows[0]?.name).toBe('V0')
  const open = arrangeVariables([variable('PATH', { from: 'image' }), ...many], {
    text: '',
    isExpanded: true,
  })
  expect(open.rows.at(-1)?.name).toBe('PATH')
})

test('a filter looks at names and plain values; secrets are found by name only', () => {
  const all = [variable('TOKEN', { value: null, isSecret: true }), variable('URL', { value: 'http://token' })]
  const find = (text: string) =>
    arrangeVariables(all, { text, isExpanded: false }).rows.map(({ name }) => name)
  expect(find('token')).toEqual(['TOKEN', 'URL'])
  expect(find('null')).toEqual([])
  expect(arrangeVariables(all, { text: '', isExpanded: false }).secrets).toBe(1)
})

test('a value comes from a line of a file, or from who says it', () => {
  const place = { file: '/lab/.env', line: 12 }
  expect(describeOrigin(variable('A', { place }), '/lab/apps')).toEqual({ file: '../.env', line: 12 })
  expect(describeOrigin(variable('A', { from: 'image' }), '/lab')).toEqual({ file: 'image', line: null })
})

test('sizes have one decimal below a hundred', () => {
  expect([999, 2_000_000, 327_155_712, 2.4 * 1024 ** 3].map(formatSize)).toEqual([
    '999\u00a0B',
    '1.9\u00a0MiB',
    '312\u00a0MiB',
    '2.4\u00a0GiB',
  ])
})
