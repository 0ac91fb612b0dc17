import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Page } from 'playwright-core'

const dir = join(import.meta.dirname, '../../../out/screenshots')

/** Keeps a picture of the page in `out/screenshots`, to be looked at; nothing passes or fails by it. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  const path = join(dir, `${name.replaceAll(/[^\w./-]+/g, '-').slice(0, 120)}.png`)
  await mkdir(dirname(path), { recursive: true })
  await page.screenshot({ path })
}
