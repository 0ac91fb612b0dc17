import { rm, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listEverything } from './support/containers.ts'
import { type LabFixture, openLab } from './support/lab-fixture.ts'

describe('the list of labs', () => {
  let lab: LabFixture
  beforeAll(async () => {
    lab = await openLab('layered')
  })
  afterAll(() => lab[Symbol.asyncDispose]())

  it('takes a folder in once, whichever link leads to it, and starts nothing', async () => {
    const before = await listEverything(lab)
    const link = join(dirname(lab.dir), 'link')
    await symlink(lab.dir, link)
    const added = await lab.client.labs.add({ dir: link })
    expect(added).toEqual(await lab.client.labs.describe({ dir: lab.dir }))
    expect(added.dir).toBe(lab.dir)
    await lab.client.labs.add({ dir: lab.dir })
    expect((await lab.client.labs.list()).map(({ name, dir }) => ({ name, dir }))).toEqual([
      { name: added.name, dir: lab.dir },
    ])
    await rm(link)
    expect(await listEverything(lab)).toEqual(before)
  })

  it('forgets a folder when it is told to', async () => {
    expect(await lab.client.labs.forget({ dir: lab.dir })).toEqual({ forgotten: true })
    expect(await lab.client.labs.forget({ dir: lab.dir })).toEqual({ forgotten: false })
    expect(await lab.client.labs.list()).toEqual([])
  })
})
