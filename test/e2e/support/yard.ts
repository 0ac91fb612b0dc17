import type { Locator, Page } from 'playwright-core'

/** Long enough for a run of a whole lab on a busy machine, in milliseconds. */
export const runTimeoutMs = 90_000

/** The card of a stack in the yard. */
export function stackCard(page: Page, stack: string): Locator {
  return page.getByRole('region', { name: stack, exact: true })
}

/** The row of a service (`stack/service`) in the yard. */
export function serviceRow(page: Page, key: string): Locator {
  const [stack = '', service = ''] = key.split('/')
  const link = page.getByRole('link', { name: service, exact: true })
  return stackCard(page, stack).getByRole('listitem').filter({ has: link })
}

/** The switch of a stack. */
export function stackSwitch(page: Page, stack: string): Locator {
  return stackCard(page, stack).getByRole('switch', { name: stack, exact: true })
}

export function masterSwitch(page: Page): Locator {
  return page.getByRole('switch', { name: /^Apps:/ })
}

export function startEverything(page: Page): Locator {
  return page.getByRole('button', { name: 'Start everything', exact: true })
}

/** Resolves when the row says so, like `ready` or `stopped`. */
export async function waitForWord(row: Locator, word: string): Promise<void> {
  await row
    .getByText(new RegExp(`^${word}`))
    .first()
    .waitFor({ state: 'attached', timeout: runTimeoutMs })
}

/** Resolves when the card says that so many of its services are ready, like `3 of 3`. */
export async function waitForReady(page: Page, stack: string, count: number): Promise<void> {
  await stackCard(page, stack)
    .getByRole('img', { name: `${count} of ${count} ready` })
    .waitFor({ timeout: runTimeoutMs })
}

/** Resolves when no run goes on; call it only when what the run was for can be seen, since a run takes a moment to begin. */
export async function waitForQuiet(page: Page): Promise<void> {
  await page.getByRole('img', { name: 'a run goes on' }).waitFor({ state: 'detached', timeout: runTimeoutMs })
}

/** A notice with these words. */
export function notice(page: Page, words: string | RegExp): Locator {
  return page
    .getByRole('region', { name: /^Notices/ })
    .getByRole('listitem')
    .filter({ hasText: words })
}

/** Goes to a place of the main navigation. */
export async function goTo(page: Page, title: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: new RegExp(`^${title}`) })
    .click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
}
