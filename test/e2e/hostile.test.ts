import { expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { openLabWith } from '../engine/support/lab-fixture.ts'
import { openPage } from './support/open-page.ts'
import { openScreen } from './support/screens.ts'
import { serviceRow, stackCard, startEverything, waitForWord } from './support/yard.ts'

const image = (number: number) => `<img src=x onerror=alert(${number})>`
/** Nothing with a space or a slash is a stack's name. */
const stackName = '<img>2'
const labName = `lab ${image(1)}`

const compose = String.raw`name: hostile
services:
  talker:
    image: switchyard/fixture:1
    container_name: hostile.talker-1
    labels: { note: '${image(3)}' }
    environment:
      GREETING: '${image(4)}'
      RTL: "abc\u202egnp.exe"
    healthcheck:
      test: ['CMD-SHELL', "echo '${image(5)}'"]
      interval: 1s
    command:
      - sh
      - -c
      - |
        echo '${image(6)}'
        printf '\033[31mred words\033[0m \033]0;title\007\033[2J after the escapes\n'
        printf 'before \342\200\256gnp.exe after\n'
        head -c 1000000 /dev/zero | tr '\0' a
        echo
        echo 'the last line'
        exec sleep 100000
  breaker:
    image: switchyard/fixture:1
    command: ['sh', '-c', "echo '<svg onload=alert(7)>' >&2; exit 3"]
`
const config = `name: '${labName}'
stacks:
  '${stackName}':
    links: [{ name: '${image(8)}', url: 'http://127.0.0.1:1/' }]
`

/** What of the page is an element that hostile text would have made. */
function strangers(page: Page): Promise<number> {
  return page.locator('img, [onerror], [onload], iframe, object, embed, body script').count()
}

it('text of containers and files is shown as text on every screen', async () => {
  await using lab = await openLabWith('hostile', {
    'switchyard.yaml': config,
    [`10-${stackName}/docker-compose.yml`]: compose,
  })
  await using opened = await openPage({ variables: lab.variables, labDir: lab.dir })
  const { page, pageErrors, dialogs } = opened
  await page.getByRole('banner').getByRole('button', { name: labName }).waitFor()
  await stackCard(page, stackName).waitFor()
  await startEverything(page).click()
  await waitForWord(serviceRow(page, `${stackName}/talker`), 'ready')
  await waitForWord(serviceRow(page, `${stackName}/breaker`), 'failed')
  expect(await strangers(page)).toBe(0)

  const stack = encodeURIComponent(stackName)
  const places: readonly (readonly [path: string, text: string])[] = [
    [`/services/${stack}/talker`, image(4)],
    [`/services/${stack}/talker`, image(5)],
    [`/stacks/${stack}`, stackName],
    [`/logs/${stack}/talker`, image(6)],
    [`/logs/${stack}/talker`, 'red words'],
    [`/logs/${stack}/talker`, 'the last line'],
    [`/logs/${stack}/breaker`, '<svg onload=alert(7)>'],
    ['/map', 'talker'],
    ['/runs', 'breaker'],
    ['/doctor', 'Doctor'],
    ['/labs', labName],
  ]
  for (const [path, text] of places) {
    await openScreen(page, { path })
    await page.getByRole('main').getByText(text).first().waitFor()
    expect([path, await strangers(page)]).toEqual([path, 0])
    expect(await page.getByRole('main').innerText()).not.toContain('\u001b')
  }
  expect(await page.title()).toBe(`Labs, ${labName}, Switchyard`)
  expect(dialogs).toEqual([])
  expect(pageErrors).toEqual([])
})
