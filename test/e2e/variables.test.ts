import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LabFixture, openLabWith } from '../engine/support/lab-fixture.ts'
import { findAccessibilityProblems } from './support/accessibility.ts'
import { openPage } from './support/open-page.ts'
import { openScreen } from './support/screens.ts'
import { keepScreenshot } from './support/screenshots.ts'

const files = {
  'apps/compose.yaml': `name: kept-apps
services: { web: { image: switchyard/fixture:1, environment: { TOKEN: '\${TOKEN}', MODE: '\${MODE:-plain}', PASS: '\${PASS}' } } }
`,
  'switchyard.yaml': `env_files: [.env.global, [.env.secrets, .env]]
secrets: [{ provider: command, write: .env.secrets, run: ./export.sh }]
`,
  '.env.global': 'MODE=loud\n',
  '.env': 'TOKEN=hidden-token-1\nPASS=changeme\n',
  '.env.example': 'TOKEN=\nPASS=\n',
  'export.sh': '#!/bin/sh\necho TOKEN=hidden-token-2\necho PASS=hidden-pass-3\n',
}

describe('variables in the page', () => {
  let lab: LabFixture
  beforeAll(async () => {
    lab = await openLabWith('kept', files)
    await chmod(join(lab.dir, 'export.sh'), 0o755)
    await writeFile(join(lab.dir, '.env'), files['.env'], { mode: 0o644 })
  })
  afterAll(() => lab[Symbol.asyncDispose]())

  it('are shown with their lines and never with a value, and secrets are fetched by keyboard', async () => {
    await using opened = await openPage({ variables: lab.variables, labDir: lab.dir })
    const { page, pageErrors } = opened
    await openScreen(page, { path: '/variables' })
    const apps = page.getByRole('region', { name: 'apps' })
    await apps
      .getByRole('row', { name: /^PASS secret placeholder .env:2 asked for in apps\/compose.yaml:2$/ })
      .waitFor()
    await apps.getByText('2 variables, mode 644: others can read its secrets').waitFor()
    const providers = page.getByRole('region', { name: 'Providers of secrets' })
    await providers.getByText('.env is read instead, by apps.').waitFor()
    expect(await findAccessibilityProblems(page)).toEqual([])
    await keepScreenshot(page, 'variables-dark')

    await page.keyboard.press('f')
    await providers.getByText('2 variables from command in .env.secrets: added TOKEN and PASS.').waitFor()
    await apps.getByRole('row', { name: /^PASS secret set .env.secrets:3/ }).waitFor()
    expect(await page.content()).not.toMatch(/hidden-(token|pass)/)
    await page.setViewportSize({ width: 1024, height: 640 })
    await page.emulateMedia({ colorScheme: 'light' })
    await keepScreenshot(page, 'variables-1024x640')
    expect(pageErrors).toEqual([])
  })
})
