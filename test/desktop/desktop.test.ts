import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { findElectron } from '../../scripts/desktop/find-electron.ts'
import { keepScreenshot } from '../e2e/support/screenshots.ts'
import { launchDesktop, type LaunchedDesktop } from './support/launch.ts'

const runtime = findElectron(join(import.meta.dirname, '..', '..'), process.env)
if ('missing' in runtime) {
  process.stdout.write(`The desktop suite is skipped: ${runtime.missing}.\n`)
}

describe('the desktop app', () => {
  let desktop: LaunchedDesktop

  beforeAll(async () => {
    if ('file' in runtime) desktop = await launchDesktop(runtime.file)
  })
  afterAll(async () => {
    if ('file' in runtime) await desktop.close()
  })
  beforeEach((context) => {
    if ('missing' in runtime) context.skip(runtime.missing)
  })

  test('opens its window with the page, from its own origin', async () => {
    const { page } = desktop
    await page.getByRole('navigation', { name: 'Main' }).waitFor()
    await page.getByRole('link', { name: 'Yard', exact: true }).waitFor()
    expect(await page.evaluate(() => window.location.origin)).toBe('app://switchyard')
    await keepScreenshot(page, 'desktop/window')
  })

  test('the bridge answers the page', async () => {
    // By hand, so that this tests the bridge and not what the page makes of it.
    const answer = await desktop.page.evaluate(
      () =>
        new Promise<unknown>((resolve) => {
          window.addEventListener('message', ({ data, ports: [port] }) => {
            if (data !== 'switchyard:port' || !port) return
            port.onmessage = (message: { data: unknown }) => resolve(message.data)
            port.postMessage(JSON.stringify({ i: '1', p: { u: '/app/info', b: {} } }))
          })
          window.postMessage('switchyard:connect', window.location.origin)
        }),
    )
    expect(answer).toContain(`"version":"${packageJson.version}"`)
    await desktop.page.reload()
  })

  test('the page cannot reach Node', async () => {
    const found = await desktop.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in window),
    )
    expect(found).toEqual([])
    const offered = await desktop.page.evaluate(() =>
      Object.keys((window as unknown as { switchyardDesktop: object }).switchyardDesktop),
    )
    expect(offered.sort()).toEqual(['pathOfDroppedFile', 'platform'])
  })

  test('the page cannot be led elsewhere', async () => {
    const { page, app } = desktop
    // The operator would be told; nobody is here to press the button.
    await app.evaluate(({ dialog }) => {
      dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false })
    })
    await page.evaluate(() => {
      window.location.href = 'https://example.com/'
    })
    await page.getByRole('navigation', { name: 'Main' }).waitFor()
    expect(await page.evaluate(() => window.location.origin)).toBe('app://switchyard')
  })

  test('the page can open no window', async () => {
    const { page, app } = desktop
    expect(await page.evaluate(() => window.open('https://example.com/') === null)).toBe(true)
    expect(app.windows()).toHaveLength(1)
  })

  test('the page is given no permission', async () => {
    const state = await desktop.page.evaluate(async () => {
      const { state: geolocation } = await navigator.permissions.query({ name: 'geolocation' })
      return [geolocation, await Notification.requestPermission()]
    })
    expect(state).toEqual(['denied', 'denied'])
  })

  test('a second start shows the window that there is', async () => {
    const { app, startAgain } = desktop
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
    await startAgain()
    await expect
      .poll(() =>
        app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((w) => w.isVisible())),
      )
      .toEqual([true])
  })

  test('a later start hands over its link, which does nothing before links are switched on', async () => {
    const { app, startAgain } = desktop
    await app.evaluate(({ dialog }) => {
      const asked: string[] = []
      Object.assign(globalThis, { asked })
      dialog.showMessageBox = (...given: readonly unknown[]) => {
        asked.push((given.at(-1) as { readonly detail: string }).detail)
        return Promise.resolve({ response: 0, checkboxChecked: false })
      }
    })
    await startAgain(['switchyard://home/apps?action=up'])
    await expect
      .poll(() => app.evaluate(() => (globalThis as unknown as { readonly asked: string[] }).asked))
      .toEqual(['Links of Switchyard are off. Settings switches them on, under Desktop.'])
  })

  test('a page that crashes while nobody sees it comes back by itself', async () => {
    const { app } = desktop
    await app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      window?.hide()
      window?.webContents.forcefullyCrashRenderer()
    })
    await expect
      .poll(() =>
        app.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows().map(({ webContents }) => [
            webContents.isCrashed(),
            webContents.isLoading(),
            webContents.getURL().startsWith('app://switchyard/'),
          ]),
        ),
      )
      .toEqual([[false, false, true]])
  })

  test('the end of the session ends it, and asks nobody', async () => {
    expect(await desktop.terminate()).toBe(0)
  })
})
