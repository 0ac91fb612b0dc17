import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findPageAddress, isPage } from '../../../src/main/desktop/page-address.ts'
import { registerPageScheme, servePage } from '../../../src/main/desktop/page-protocol.ts'
import { packageWithPage } from './support/desktop-fixture.ts'
import { createStandIn } from './support/stand-in.ts'

const page = findPageAddress(null)

async function serve() {
  const electron = createStandIn()
  servePage(electron.api.protocol, page, join(await packageWithPage(), 'out', 'renderer'))
  const handler = electron.served.get('app')
  if (!handler) throw new Error('nothing is served')
  return async (url: string, init?: RequestInit) => handler(new Request(url, init))
}

describe('the page protocol', () => {
  test('is an origin of its own, as safe as https', () => {
    const electron = createStandIn()
    registerPageScheme(electron.api.protocol)
    expect(electron.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ])
  })

  test('serves the page with the rules of the web door', async () => {
    const get = await serve()
    const response = await get(page.url)
    expect([response.status, await response.text()]).toEqual([
      200,
      '<!doctype html><title>Switchyard</title>',
    ])
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self';")
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('serves scripts uncompressed and as scripts', async () => {
    const get = await serve()
    const response = await get('app://switchyard/assets/index-12345678.js')
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(response.headers.get('content-encoding')).toBeNull()
    expect(await response.text()).toBe('document.title = "Yard"')
  })

  test.each([
    'app://switchyard/missing.js',
    'app://switchyard/../../secret.txt',
    'app://switchyard/..%2f..%2fsecret.txt',
    'app://switchyard/%2e%2e/%2e%2e/secret.txt',
    'app://switchyard//etc/passwd',
  ])('has no file for %s', async (url) => {
    const get = await serve()
    const response = await get(url)
    expect([response.status, await response.text()]).toEqual([404, ''])
  })

  test('serves nobody else and answers nothing but GET', async () => {
    const get = await serve()
    expect((await get('app://other/')).status).toBe(403)
    expect((await get(page.url, { method: 'POST', body: 'x' })).status).toBe(403)
  })

  test('says what to do when the page was not built', () => {
    const { api } = createStandIn()
    expect(() => servePage(api.protocol, page, '/nowhere')).toThrow(
      expect.objectContaining({ code: 'STATE_UNUSABLE', hint: 'Run `npm run build` first.' }),
    )
  })
})

describe('isPage', () => {
  test.each(['app://switchyard/', 'app://switchyard/index.html#/yard', 'APP://switchyard/x'])(
    '%s is',
    (url) => {
      expect(isPage(page, url)).toBe(true)
    },
  )

  test.each([
    'app://switchyard.example/',
    'app://user@switchyard/',
    'https://switchyard/',
    'app://switchyard:80/',
    'app:switchyard',
    'about:blank',
    '',
  ])('%s is not', (url) => {
    expect(isPage(page, url)).toBe(false)
  })

  test('is the development server, and only that, while it is in use', () => {
    const development = findPageAddress('http://localhost:5173')
    expect(isPage(development, 'http://localhost:5173/src/main.tsx')).toBe(true)
    expect(isPage(development, 'http://localhost:3000/')).toBe(false)
    expect(isPage(development, 'app://switchyard/')).toBe(false)
  })
})
