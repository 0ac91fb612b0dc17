import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { securityHeaders } from '../../../src/main/web/answer.ts'

const root = join(import.meta.dirname, '../../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const sources = globSync('src/{main/desktop,preload,renderer}/**/*.{ts,tsx,html}', { cwd: root })
  .sort()
  .map((path) => ({ path, text: read(path) }))

/** Files of the window, and how often something stands in each that has it. */
function places(what: RegExp): readonly (readonly [path: string, times: number])[] {
  return sources.flatMap(({ path, text }) => {
    const times = text.match(new RegExp(what, 'g'))?.length ?? 0
    return times === 0 ? [] : [[path, times] as const]
  })
}

describe('Electron’s own security list in docs/security.md', () => {
  const rows = read('docs/security.md')
    .split('\n')
    .flatMap((line) => {
      const [, number, , held] = line.split('|').map((cell) => cell.trim())
      return number !== undefined && /^\d+$/.test(number)
        ? [{ number: Number(number), held: held ?? '' }]
        : []
    })

  test('has all of its twenty items', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  })

  test.each(rows)('names a test that there is, or a reason, for item $number', ({ held }) => {
    const named = [...held.matchAll(/`([\w.-]+\.test\.ts)` “([^”]+)”/g)]
    const missing = named.filter(([, file = '', title = '']) => {
      const path = `test/unit/desktop/${file}`
      return !existsSync(join(root, path)) || !read(path).includes(`'${title}'`)
    })
    expect(missing.map(([text]) => text)).toEqual([])
    expect(named.length > 0 || held.startsWith('Reason: ')).toBe(true)
  })
})

describe('the sources of the window', () => {
  test('load nothing from elsewhere, and no file by its path', () => {
    expect(places(/(?:src|href)="https?:|loadFile\(|loadURL\(['"`]/)).toEqual([])
    expect(places(/\.loadURL\(/).map(([path]) => path)).toEqual([
      'src/main/desktop/keep-page.ts',
      'src/main/desktop/start-desktop.ts',
      'src/main/desktop/window.ts',
    ])
  })

  test('switch on nothing that Electron has off', () => {
    const risky =
      /allowRunningInsecureContent|experimentalFeatures|(?:enable|disable)BlinkFeatures|allowpopups|<webview|appendSwitch|disable-web-security/
    expect(places(risky)).toEqual([])
    expect(places(/webPreferences:/)).toEqual([['src/main/desktop/window.ts', 1]])
    expect(places(/new api\.BrowserWindow\(|new BrowserWindow\(/)).toEqual([
      ['src/main/desktop/window.ts', 1],
    ])
  })

  test('hand an address to the system in one place, behind the allow-list', () => {
    expect(places(/openExternal\(/)).toEqual([['src/main/desktop/open-link.ts', 1]])
    expect(places(/openPath\(|showItemInFolder\(/)).toEqual([])
    expect(read('src/main/desktop/open-link.ts')).toMatch(/if \(isAllowed\) \{\s+await shell\.openExternal\(/)
  })

  test('listen to one message of the page, where its sender is checked', () => {
    expect(places(/ipcMain\.\w+\(/)).toEqual([['src/main/desktop/bridge.ts', 1]])
    expect(read('src/main/desktop/bridge.ts')).toMatch(
      /ipcMain\.on\(connectMessage, \(event\) => \{\s+if \(!isFromPage\(/,
    )
  })

  test('show the page nothing of Electron but what the preload gives', () => {
    expect(places(/exposeInMainWorld\(/)).toEqual([['src/preload/index.ts', 1]])
    expect(places(/from 'electron'/).filter(([path]) => path.startsWith('src/renderer/'))).toEqual([])
  })
})

test('the page may run its own files only, and reach nobody but itself', () => {
  const policy = securityHeaders['content-security-policy']
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self';")
  expect(policy).toContain("connect-src 'self'")
  expect(policy).not.toMatch(/https?:|\*|unsafe-eval/)
})

test('Electron is a release, not a version before one', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    readonly packages: Readonly<Record<string, { readonly version: string }>>
  }
  expect(packages['node_modules/electron']?.version).toMatch(/^\d+\.\d+\.\d+$/)
})

test('packages are built with fuses that leave one way in', () => {
  const wanted = [
    'runAsNode: false',
    'enableNodeOptionsEnvironmentVariable: false',
    'enableNodeCliInspectArguments: false',
    'onlyLoadAppFromAsar: true',
    'enableEmbeddedAsarIntegrityValidation: true',
    'grantFileProtocolExtraPrivileges: false',
  ]
  const texts = globSync('scripts/package/**/*.ts', { cwd: root })
    .map(read)
    .filter((text) => text.includes('electronFuses'))
  expect(texts.map((text) => wanted.filter((fuse) => !text.includes(fuse)))).toEqual([[]])
})
