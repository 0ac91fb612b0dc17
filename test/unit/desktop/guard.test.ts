import { beforeEach, describe, expect, test } from 'vitest'
import { guardContents, guardSession } from '../../../src/main/desktop/guard.ts'
import { findPageAddress } from '../../../src/main/desktop/page-address.ts'
import { emitPreventable, standInContents } from './support/stand-in.ts'

const page = findPageAddress(null)

describe('the guard', () => {
  let shown: ReturnType<typeof standInContents>
  let opened: string[]
  beforeEach(() => {
    shown = standInContents()
    opened = []
    guardContents(shown.contents, page, (url) => opened.push(url))
    guardSession(shown.contents.session, page)
  })

  test('the page may reload itself', () => {
    const details = { url: page.url, isMainFrame: true }
    expect(emitPreventable(shown.events, 'will-frame-navigate', details)).toBe(false)
    expect(emitPreventable(shown.events, 'will-navigate', details)).toBe(false)
    expect(opened).toEqual([])
  })

  test('the page goes nowhere else; a link is handed on', () => {
    const details = { url: 'https://example.com/', isMainFrame: true }
    expect(emitPreventable(shown.events, 'will-frame-navigate', details)).toBe(true)
    expect(emitPreventable(shown.events, 'will-navigate', details)).toBe(true)
    expect(opened).toEqual(['https://example.com/'])
  })

  test('nothing is embedded, not even the page in itself', () => {
    const details = { url: page.url, isMainFrame: false }
    expect(emitPreventable(shown.events, 'will-frame-navigate', details)).toBe(true)
    expect(emitPreventable(shown.events, 'will-attach-webview')).toBe(true)
  })

  test('no redirect is followed', () => {
    expect(emitPreventable(shown.events, 'will-redirect', { url: page.url })).toBe(true)
  })

  test('no window is opened; its address is handed on', () => {
    const answer = shown.handlers.open?.({ url: 'http://localhost:3000/' } as never)
    expect([answer, opened]).toEqual([{ action: 'deny' }, ['http://localhost:3000/']])
  })

  test.each([
    ['clipboard-sanitized-write', page.url, true],
    ['clipboard-sanitized-write', 'https://example.com/', false],
    ['clipboard-read', page.url, false],
    ['notifications', page.url, false],
    ['media', page.url, false],
    ['geolocation', page.url, false],
    ['openExternal', page.url, false],
    ['fullscreen', page.url, false],
  ] as const)('permission %s for %s: %s', (permission, url, expected) => {
    const granted: boolean[] = []
    shown.handlers.request?.({} as never, permission, (answer) => granted.push(answer), {
      requestingUrl: url,
    } as never)
    const checked = shown.handlers.check?.(null, permission, new URL(url).href, {} as never)
    expect([granted, checked]).toEqual([[expected], expected])
  })

  test('no device is given', () => {
    expect(shown.handlers.device?.({} as never)).toBe(false)
  })

  test.each([
    ['blob:app://switchyard/8f0c', false],
    ['blob:https://example.com/8f0c', true],
    ['https://example.com/tool.sh', true],
    ['data:text/plain,x', true],
  ])('a download of %s is refused: %s', (url, expected) => {
    let isPrevented = false
    shown.downloads.emit(
      'will-download',
      { preventDefault: () => (isPrevented = true) },
      { getURL: () => url },
    )
    expect(isPrevented).toBe(expected)
  })
})
