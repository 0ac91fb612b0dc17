import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isAllowedLink } from '../../../src/main/desktop/allowed-links.ts'

const rules = { labLinks: ['http://grafana.lan:3000/d/1', 'not an address'], linkHosts: ['Wiki.example.org'] }

describe('isAllowedLink', () => {
  test.each([
    'http://localhost:8080/',
    'https://localhost',
    'http://127.0.0.1:3000/x?y#z',
    'http://[::1]:9000/',
    'http://traefik.localhost/dashboard',
    'http://grafana.lan:3000/other',
    'https://wiki.example.org/page',
    'HTTP://LOCALHOST/',
  ])('%s may be opened', (url) => {
    expect(isAllowedLink(url, rules)).toBe(true)
  })

  test.each([
    'https://example.com/',
    'http://grafana.lan:3001/',
    'https://grafana.lan:3000/',
    'http://localhost.example.com/',
    'http://localhost@example.com/',
    'http://user:password@localhost/',
    'https://evil.wiki.example.org/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'smb://localhost/share',
    'app://switchyard/',
    'localhost:8080',
    '',
  ])('%s may not', (url) => {
    expect(isAllowedLink(url, rules)).toBe(false)
  })

  test('whatever text it is given, it answers, and never allows another scheme than http and https', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl()), (text) => {
        const isAllowed = isAllowedLink(text, { labLinks: [text], linkHosts: [text] })
        return !isAllowed || /^https?:$/.test(new URL(text).protocol)
      }),
    )
  })
})
