import { join } from 'node:path'
import type { TrayIconName } from '../../shared/tray/model.ts'

/** Widths of the drawn icons, in pixels. */
export const trayIconSizes = [16, 22, 24, 32, 48] as const

/** File of an icon, drawn for the sharpest of the screens. A panel is 22 pixels high where nothing is magnified. */
export function trayIconFile(iconDir: string, icon: TrayIconName, scaleFactors: readonly number[]): string {
  const wanted = 22 * Math.max(1, ...scaleFactors)
  const size = trayIconSizes.find((each) => each >= wanted) ?? trayIconSizes.at(-1)
  return join(iconDir, `tray-${icon}-${size}.png`)
}
