import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { trayIconSizes } from '../../src/main/desktop/tray-icon.ts'
import { trayIcons } from '../../src/shared/tray/model.ts'
import { chromiumArguments, findChromium } from '../browser/find-chromium.ts'

/* Draws resources/icons/tray-*.svg as PNG files in every size; run it after one of them has changed. */

const iconDir = join(import.meta.dirname, '..', '..', 'resources', 'icons')

const browser = await chromium.launch({
  executablePath: await findChromium({ report: (text) => console.error(text) }),
  args: [...chromiumArguments],
})
try {
  const page = await browser.newPage()
  for (const icon of trayIcons) {
    const source = await readFile(join(iconDir, `tray-${icon}.svg`), 'utf8')
    for (const size of trayIconSizes) {
      await page.setViewportSize({ width: size, height: size })
      await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px}</style>${source}`)
      await page.screenshot({ path: join(iconDir, `tray-${icon}-${size}.png`), omitBackground: true })
    }
  }
} finally {
  await browser.close()
}
