import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { trayIconFile, trayIconSizes } from '../../../src/main/desktop/tray-icon.ts'
import { trayIcons } from '../../../src/shared/tray/model.ts'

const iconDir = join(import.meta.dirname, '..', '..', '..', 'resources', 'icons')

test.each([
  [[], 'tray-lit-22.png'],
  [[1], 'tray-lit-22.png'],
  [[1, 1.25], 'tray-lit-32.png'],
  [[2, 1], 'tray-lit-48.png'],
  [[3], 'tray-lit-48.png'],
])('the icon for screens magnified by %o is %s', (scaleFactors, file) => {
  expect(trayIconFile('/icons', 'lit', scaleFactors)).toBe(join('/icons', file))
})

test.each(trayIcons)('%s has its source and is drawn in every size', (icon) => {
  expect(existsSync(join(iconDir, `tray-${icon}.svg`))).toBe(true)
  const widths = trayIconSizes.map((size) =>
    readFileSync(join(iconDir, `tray-${icon}-${size}.png`)).readUInt32BE(16),
  )
  expect(widths).toEqual(trayIconSizes)
})
