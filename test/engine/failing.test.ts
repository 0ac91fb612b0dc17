import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatServiceRef } from '../../src/shared/format.ts'
import { pick, readContainers } from './support/containers.ts'
import { type LabFixture, openLab } from './support/lab-fixture.ts'
import { lastReadiness, noticesOf } from './support/run-events.ts'

describe('a lab in which some services cannot work', () => {
  let lab: LabFixture
  let up: Awaited<ReturnType<LabFixture['run']>>
  const failureOf = (key: string) =>
    up.end.failures.find(({ service }) => service && formatServiceRef(service) === key)

  beforeAll(async () => {
    lab = await openLab('failing')
    await writeFile(
      join(lab.dir, 'switchyard.yaml'),
      `stacks:
  platform:
    readiness:
      sensor: { timeout: 4s }
      ledger: { retries: 2 }
`,
    )
    up = await lab.run({ kind: 'start' })
  })
  afterAll(() => lab[Symbol.asyncDispose]())

  it('fails as a whole and names each service that failed, and no other', () => {
    expect(up.end).toMatchObject({ outcome: 'failed', unchanged: false })
    const told = up.end.failures.map(({ step, reason, exitCode }) => [step, reason, exitCode] as const)
    expect(told.toSorted(([a], [b]) => (a ?? '').localeCompare(b ?? ''))).toEqual([
      ['start:apps/migrate', 'exited with code 3', 3],
      ['start:platform/ledger', 'exited with code 3', 3],
      ['start:platform/sensor', 'not ready after 4 s', null],
    ])
    expect(
      up.end.failures.map(({ service, step }) => service && `start:${formatServiceRef(service)}` === step),
    ).toEqual([true, true, true])
  })

  it('shows the last lines of what a failed service said', () => {
    expect(failureOf('platform/ledger')?.log).toEqual(
      expect.arrayContaining(['working', 'FATAL password authentication failed for user ledger']),
    )
    expect(failureOf('platform/ledger')?.log.at(-1)).toMatch(/^exiting with code 3 at \d+$/)
    expect(failureOf('platform/ledger')?.log).toHaveLength(10)
    expect(failureOf('apps/migrate')?.log).toEqual(
      expect.arrayContaining(['ERROR relation shop_orders does not exist (migration 0042)']),
    )
    expect(failureOf('platform/sensor')?.log[0]).toBe('starting')
  })

  it('starts again what may be started again, as often as it is allowed', () => {
    expect(noticesOf(up.events)).toEqual([
      'platform/ledger exited with code 3; it is started again.',
      'platform/ledger exited with code 3; it is started again.',
    ])
  })

  it('brings up what does not depend on a failure, and names what it did not start', () => {
    // With intervals of a second it is chance whether Docker or the probe is first.
    const words = Object.entries(lastReadiness(up.events)).map(([key, word]) => [
      key,
      word.replace(' (probed)', ''),
    ])
    expect(Object.fromEntries(words)).toEqual({
      'apps/feed': 'ready',
      'apps/gallery': 'ready',
      'apps/migrate': 'failed',
      'apps/notes': 'ready',
      'apps/shop': 'created',
      'apps/shop-mail': 'created',
      'platform/cache': 'ready',
      'platform/index': 'ready',
      'platform/invoices': 'created',
      'platform/ledger': 'failed',
      'platform/sensor': 'failed',
      'platform/store': 'ready',
    })
    expect(up.end.notStarted.map(formatServiceRef).sort()).toEqual([
      'apps/shop',
      'apps/shop-mail',
      'platform/invoices',
    ])
  })

  it('leaves on the engine exactly what it says', async () => {
    expect(pick(await readContainers(lab, ['failing-platform', 'failing-apps']), 'state')).toEqual({
      cache: 'running',
      feed: 'running',
      gallery: 'running',
      index: 'running',
      invoices: 'created',
      ledger: 'exited',
      migrate: 'exited',
      notes: 'running',
      sensor: 'running',
      shop: 'created',
      'shop-mail': 'created',
      store: 'running',
    })
  })

  it('calls nothing ready in the status that is not', async () => {
    const { stacks } = await lab.client.labs.status({ dir: lab.dir })
    const words = Object.fromEntries(
      stacks.flatMap(({ name, services }) =>
        services.map((service) => [`${name}/${service.name}`, service.readiness]),
      ),
    )
    expect(stacks.map(({ name, state }) => [name, state])).toEqual([
      ['platform', 'failed'],
      ['apps', 'failed'],
    ])
    expect(words).toMatchObject({
      'platform/ledger': 'failed',
      'platform/sensor': 'failed',
      'platform/invoices': 'created',
      'apps/migrate': 'failed',
      'apps/shop': 'created',
      'apps/notes': 'ready',
    })
  })

  it('sees a service that was ready and fell ill', async () => {
    await expect
      .poll(async () => (await readContainers(lab, ['failing-apps']))['feed']?.health, {
        timeout: 15_000,
        interval: 250,
      })
      .toBe('unhealthy')
    const { stacks } = await lab.client.labs.status({ dir: lab.dir })
    const feed = stacks.flatMap(({ services }) => services).find(({ name }) => name === 'feed')
    expect(feed).toMatchObject({ readiness: 'failed', health: 'unhealthy', state: 'running' })
  })

  it('gives every service the time limit of the request', async () => {
    const { end } = await lab.run({ kind: 'start', targets: ['platform/sensor'], timeoutMs: 1500 })
    expect(end.failures.map(({ service, reason }) => [service, reason])).toEqual([
      [{ stack: 'platform', service: 'sensor' }, 'not ready after 2 s'],
    ])
    expect(end.elapsedMs).toBeLessThan(4000)
  })
})
