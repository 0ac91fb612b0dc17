import type { Page } from 'playwright-core'

/** A screen of the sample lab, by its address after the `#`. */
export interface ScreenPlace {
  readonly name: string
  readonly path: string
  /** The button that people come for; null where a screen only shows. */
  readonly primary: string | null
}

/** Every screen of the page, with a run of this id. */
export function listScreens(runId: string): readonly ScreenPlace[] {
  return [
    { name: 'yard', path: '/yard', primary: 'Start everything' },
    { name: 'runs', path: '/runs', primary: 'Start everything' },
    { name: 'run', path: `/runs/${runId}`, primary: 'Run again' },
    { name: 'stack', path: '/stacks/apps', primary: 'Restart' },
    { name: 'service', path: '/services/apps/chat', primary: 'Restart' },
    { name: 'logs', path: '/logs/apps', primary: null },
    { name: 'shell', path: '/shell/apps/agent', primary: null },
    { name: 'host', path: '/host', primary: null },
    { name: 'map', path: '/map', primary: null },
    { name: 'addresses', path: '/addresses', primary: 'Check again' },
    { name: 'split', path: '/split', primary: 'Write files' },
    { name: 'variables', path: '/variables', primary: null },
    { name: 'doctor', path: '/doctor', primary: 'Check again' },
    { name: 'schedules', path: '/schedules', primary: 'Add a schedule' },
    { name: 'environments', path: '/environments', primary: null },
    { name: 'updates', path: '/updates', primary: 'Check now' },
    { name: 'alerts', path: '/alerts', primary: null },
    { name: 'storage', path: '/storage', primary: 'Clean up…' },
    { name: 'settings', path: '/settings', primary: null },
    { name: 'labs', path: '/labs', primary: 'Browse…' },
  ]
}

/** Goes to a screen by its address; resolves when it has what it shows. */
export async function openScreen(page: Page, { path }: Pick<ScreenPlace, 'path'>): Promise<void> {
  await page.evaluate(async (hash) => {
    if (location.hash === `#${hash}`) return
    const changed = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }))
    location.hash = hash
    await changed
    // Drawn, so that what is waited for below is not the screen before.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  }, path)
  await page.getByRole('main').getByRole('heading', { level: 1 }).first().waitFor()
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
}
