import { expect, it } from 'vitest'
import { placeInLab } from '../../src/shared/desktop.ts'
import { openPage } from './support/open-page.ts'
import { openSampleLab } from './support/sample-lab.ts'

it('a page that knows no lab yet is led to a place of the one that the desktop names', async () => {
  await using lab = await openSampleLab()
  await using opened = await openPage({ variables: lab.variables })
  const { page, pageErrors } = opened
  await page.getByRole('heading', { level: 1, name: 'Switchyard' }).waitFor()
  await page.evaluate(
    (place) => {
      window.location.hash = place
    },
    placeInLab(lab.dir, '/stacks/apps'),
  )
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
  await page.getByRole('heading', { level: 1, name: 'apps' }).waitFor()
  expect(await page.evaluate(() => window.location.hash)).toBe('#/stacks/apps')
  expect(pageErrors).toEqual([])
})
