import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createLoginEntry } from '../../../src/main/desktop/login-entry.ts'
import { loginEntryText } from '../../../src/main/desktop/login-entry-text.ts'
import { temporaryFolder } from './support/desktop-fixture.ts'

describe('the login entry', () => {
  test('opens Switchyard hidden, is written for its owner, and goes without a trace', async () => {
    const home = await temporaryFolder()
    const entry = createLoginEntry({ HOME: home }, ['/opt/Switchyard/switchyard-desktop'])
    expect(entry.file).toBe(join(home, '.config', 'autostart', 'switchyard.desktop'))
    entry.set(true)
    entry.set(true)
    expect(readFileSync(entry.file, 'utf8')).toBe(`[Desktop Entry]
Type=Application
Name=Switchyard
Comment=Opens Switchyard in the tray at login; its settings switch this off
TryExec=/opt/Switchyard/switchyard-desktop
Exec=/opt/Switchyard/switchyard-desktop --hidden
Terminal=false
StartupNotify=false
X-GNOME-Autostart-enabled=true
X-Switchyard-Written=true
`)
    expect(statSync(entry.file).mode & 0o777).toBe(0o600)
    expect(readdirSync(dirname(entry.file))).toEqual(['switchyard.desktop'])
    entry.set(false)
    entry.set(false)
    expect(readdirSync(dirname(entry.file))).toEqual([])
  })

  test('follows a program that has moved', async () => {
    const home = await temporaryFolder()
    createLoginEntry({ HOME: home }, ['/old/Switchyard.AppImage']).set(true)
    const entry = createLoginEntry({ HOME: home }, ['/new/Switchyard.AppImage'])
    entry.set(true)
    expect(readFileSync(entry.file, 'utf8')).toContain('Exec=/new/Switchyard.AppImage --hidden\n')
  })

  test('is where the desktop looks, and relative folders are ignored', async () => {
    const home = await temporaryFolder()
    const own = await temporaryFolder()
    const fileOf = (variables: NodeJS.ProcessEnv) => createLoginEntry(variables, ['/x']).file
    expect(fileOf({ HOME: home, XDG_CONFIG_HOME: own })).toBe(join(own, 'autostart', 'switchyard.desktop'))
    expect(fileOf({ HOME: home, XDG_CONFIG_HOME: 'own' })).toBe(
      join(home, '.config', 'autostart', 'switchyard.desktop'),
    )
  })

  test('of somebody else stays as it is', async () => {
    const entry = createLoginEntry({ HOME: await temporaryFolder() }, ['/x'])
    mkdirSync(dirname(entry.file), { recursive: true })
    writeFileSync(entry.file, '[Desktop Entry]\nExec=other\n')
    const refusal = expect.objectContaining({ code: 'FILE_EXISTS', hint: 'Move it away first.' }) as Error
    expect(() => entry.set(true)).toThrow(refusal)
    expect(() => entry.set(false)).toThrow(refusal)
    expect(readFileSync(entry.file, 'utf8')).toBe('[Desktop Entry]\nExec=other\n')
  })

  test('that cannot be written is told', async () => {
    const home = await temporaryFolder()
    writeFileSync(join(home, '.config'), 'a file')
    expect(() => createLoginEntry({ HOME: home }, ['/x']).set(true)).toThrow(
      expect.objectContaining({ code: 'STATE_UNUSABLE' }) as Error,
    )
  })

  test.each([
    ['/opt/a b/switchyard', '"/opt/a b/switchyard"'],
    ['/opt/100%/switchyard', '"/opt/100%%/switchyard"'],
    ['/opt/$HOME/`x`', '"/opt/\\\\$HOME/\\\\`x\\\\`"'],
    ['/opt/a"b', '"/opt/a\\\\"b"'],
    ['/opt/a\\b', '"/opt/a\\\\\\\\b"'],
    ['/opt/a\nExec=x', '"/opt/a\\nExec=x"'],
  ])('%s is quoted by the rules of desktop entries', (program, written) => {
    expect(loginEntryText([program]).split('\n')[5]).toBe(`Exec=${written}`)
  })

  test('names the program as it is for who looks whether it is still there', () => {
    expect(loginEntryText(['/opt/a b/100%\\\n']).split('\n')[4]).toBe('TryExec=/opt/a b/100%\\\\\\n')
  })
})
