import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openBootMark } from '../../../src/main/autostart/boot-mark.ts'

it('a lab counts as started until the machine boots again, and a broken mark as none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-boot-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  let boot = 'one'
  const mark = openBootMark(folder, () => boot)
  expect(mark.has('/lab')).toBe(false)
  mark.put('/lab')
  mark.put('/other')
  expect([mark.has('/lab'), mark.has('/other'), mark.has('/third')]).toEqual([true, true, false])
  boot = 'two'
  expect(mark.has('/lab')).toBe(false)
  mark.put('/other')
  expect([mark.has('/lab'), mark.has('/other')]).toEqual([false, true])
  writeFileSync(join(folder, 'autostart.json'), '{"boot":')
  expect(mark.has('/other')).toBe(false)
})
