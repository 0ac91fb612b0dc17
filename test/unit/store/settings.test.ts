import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { readlinkSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openSettings } from '../../../src/main/store/settings.ts'
import { defaultSettings } from '../../../src/shared/default-settings.ts'

function newConfigDir(text?: string): { readonly dir: string; readonly file: string } {
  const parent = mkdtempSync(join(tmpdir(), 'switchyard-settings-'))
  onTestFinished(() => rmSync(parent, { recursive: true }))
  const dir = join(parent, 'switchyard')
  const file = join(dir, 'settings.json')
  if (text !== undefined) {
    mkdirSync(dir)
    writeFileSync(file, text)
  }
  return { dir, file }
}

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

describe('settings', () => {
  it('are the defaults before there is a file, and reading makes none', () => {
    const { dir } = newConfigDir()
    const settings = openSettings(dir)
    expect([settings.get(), settings.problems()]).toEqual([defaultSettings, []])
    expect(() => readdirSync(dir)).toThrow('ENOENT')
  })

  it('keep rules of alerts that were written before there was another kind', () => {
    const { 'scheduled-run': added, ...before } = defaultSettings.alertRules
    const { dir } = newConfigDir(
      JSON.stringify({ alertRules: { ...before, exited: { ...added, isOn: false } } }),
    )
    const settings = openSettings(dir)
    expect(settings.problems()).toEqual([])
    expect(settings.get().alertRules).toEqual({
      ...defaultSettings.alertRules,
      exited: { ...added, isOn: false },
    })
  })

  it('change only where they are told to, and hold for whoever reads them next', () => {
    const { dir, file } = newConfigDir()
    const changed = { ...defaultSettings, theme: 'dark', singleKeys: false }
    openSettings(dir).update({ theme: 'dark' })
    expect(openSettings(dir).update({ singleKeys: false })).toEqual(changed)
    expect(openSettings(dir).get()).toEqual(changed)
    expect(read(file)).toEqual({ theme: 'dark', singleKeys: false })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(dir)).toEqual(['settings.json'])
  })

  it('keep what a newer Switchyard wrote into the file', () => {
    const { dir, file } = newConfigDir('{ "future": { "a": [1] }, "theme": "light" }')
    openSettings(dir).update({ closeToTray: false })
    expect(read(file)).toEqual({ future: { a: [1] }, theme: 'light', closeToTray: false })
  })

  it('use the default for one value that is not usable, and say so', () => {
    const { dir, file } = newConfigDir('{ "theme": "blue", "singleKeys": false }')
    const settings = openSettings(dir)
    expect(settings.get()).toEqual({ ...defaultSettings, singleKeys: false })
    expect(settings.problems()).toEqual([
      {
        code: 'STATE_UNUSABLE',
        message: expect.stringMatching(
          /^The setting theme is not usable, so its default holds: .+\.$/,
        ) as string,
        place: { file },
        hint: 'Correct it in the file, or choose anew in the settings.',
      },
    ])
    settings.update({ closeToTray: false })
    expect(read(file)).toEqual({ theme: 'blue', singleKeys: false, closeToTray: false })
  })

  it.each(['{ "theme": ', '[]', 'null', ''])('leave the broken file %j alone until they change', (text) => {
    const { dir, file } = newConfigDir(text)
    const settings = openSettings(dir)
    expect(settings.get()).toEqual(defaultSettings)
    expect(settings.problems().map(({ message }) => message)).toEqual([
      'The settings cannot be read, so the defaults hold.',
    ])
    expect(readFileSync(file, 'utf8')).toBe(text)

    expect(settings.update({ theme: 'dark' })).toEqual({ ...defaultSettings, theme: 'dark' })
    const kept = readdirSync(dir).find((name) => name.startsWith('settings.json.broken-')) ?? ''
    expect(readFileSync(join(dir, kept), 'utf8')).toBe(text)
    expect(settings.problems()).toEqual([
      {
        code: 'STATE_UNUSABLE',
        message: 'Settings that could not be read were kept here when new ones were written.',
        place: { file: join(dir, kept) },
        hint: 'Take over what you miss, then delete the file.',
      },
    ])
  })

  it('stay behind the link that leads to them', () => {
    const { dir, file } = newConfigDir('{}')
    const real = join(dir, 'real.json')
    rmSync(file)
    writeFileSync(real, '{}')
    symlinkSync(real, file)
    openSettings(dir).update({ theme: 'dark' })
    expect([readlinkSync(file), read(real)]).toEqual([real, { theme: 'dark' }])
  })

  it('say which file is in the way when they cannot be read or written', () => {
    const { dir, file } = newConfigDir('{}')
    rmSync(file)
    mkdirSync(file)
    const settings = openSettings(dir)
    expect(() => settings.get()).toThrow(`The settings in ${file} cannot be read.`)
    rmSync(file, { recursive: true })
    symlinkSync(join(dir, 'gone', 'settings.json'), file)
    rmSync(dir, { recursive: true })
    writeFileSync(dir, '')
    expect(() => settings.update({ theme: 'dark' })).toThrow(`The settings in ${file} cannot be`)
  })
})
