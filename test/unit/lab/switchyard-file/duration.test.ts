import { expect, it } from 'vitest'
import { parseDurationMs } from '../../../../src/main/lab/switchyard-file/duration.ts'

it.each([
  ['500ms', 500],
  ['30s', 30_000],
  ['1.5s', 1500],
  ['12m', 720_000],
  ['1h30m', 5_400_000],
  ['1h2m3s4ms', 3_723_004],
  [90, 90_000],
  [0.5, 500],
  ['0s', 0],
])('reads %j as %d milliseconds', (written, ms) => {
  expect(parseDurationMs(written)).toBe(ms)
})

it.each(['', '12', 'm', '30s1h', '-5s', '5 s', '12 parsecs', '1d', ' 5s'])('does not read %j', (written) => {
  expect(parseDurationMs(written)).toBeNaN()
})
