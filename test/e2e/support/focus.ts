import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

/** Presses a key until this has the focus; fails after so many presses. */
export async function pressUntilFocused(
  page: Page,
  key: string,
  target: Locator,
  mostPresses = 60,
): Promise<void> {
  for (let presses = 0; presses < mostPresses; presses += 1) {
    await page.keyboard.press(key)
    if ((await target.count()) === 1 && (await hasFocus(target))) return
  }
  throw new Error(`${mostPresses} presses of ${key} did not lead to ${target.toString()}`)
}

export function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement)
}

/** Expects that this has the focus and shows it with an outline. */
export async function expectVisibleFocus(target: Locator): Promise<void> {
  await expect.poll(() => hasFocus(target)).toBe(true)
  const shown = await target.evaluate((element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    return { outlineStyle, isWide: Number.parseFloat(outlineWidth) >= 2 }
  })
  expect(shown).toEqual({ outlineStyle: 'solid', isWide: true })
}
