import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { findOtherLab } from '../../../src/main/situation/find-other-lab.ts'
import { arrangePlaces } from '../../../src/main/situation/find-places.ts'
import { callAsOtherUser, isRoot } from '../support/as-other-user.ts'

const homeDir = '/home/anna'
const from = (...dirs: readonly string[]) => dirs.map((dir) => ({ project: dir, dir }))
const nothing = { used: [], running: [], found: [], homeDir }

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-places-'))
  chmodSync(folder, 0o755)
  folders.push(folder)
  return folder
}

describe('places for a lab', () => {
  it('are taken together by the lab that was used, with what runs of it', () => {
    const running = from('/srv/lab/10-data', '/srv/lab/20-apps', '/srv/lab/20-apps')
    expect(arrangePlaces({ ...nothing, used: ['/srv/lab'], running })).toEqual([
      { dir: '/srv/lab', why: 'used', running: 3 },
    ])
  })

  it('are one where stacks run from folders beside each other, or from a numbered one', () => {
    const running = from('/srv/lab/data', '/srv/lab/apps', '/opt/box/00-infra', '/srv/media')
    expect(arrangePlaces({ ...nothing, running })).toEqual([
      { dir: '/srv/lab', why: 'running', running: 2 },
      { dir: '/opt/box', why: 'running', running: 1 },
      { dir: '/srv/media', why: 'running', running: 1 },
    ])
  })

  it('are never a whole home folder or the root', () => {
    const running = from('/home/anna/data', '/home/anna/apps', '/a', '/b')
    expect(arrangePlaces({ ...nothing, running }).map(({ dir }) => dir)).toEqual([
      '/home/anna/data',
      '/home/anna/apps',
      '/a',
      '/b',
    ])
  })

  it('with files are left out where they are a part of another place, or hold one', () => {
    const found = ['/home/anna/projects', '/home/anna/lab', '/home/anna/new']
    const running = from('/home/anna/projects/web')
    expect(arrangePlaces({ ...nothing, used: ['/home/anna/lab'], running, found })).toEqual([
      { dir: '/home/anna/lab', why: 'used', running: 0 },
      { dir: '/home/anna/projects/web', why: 'running', running: 1 },
      { dir: '/home/anna/new', why: 'files', running: 0 },
    ])
  })

  it.skipIf(!isRoot)('of another user that are closed to this one are counted and not named', async () => {
    const root = makeFolder()
    for (const name of ['open', 'closed', 'home/lab']) mkdirSync(join(root, name), { recursive: true })
    writeFileSync(join(root, 'home/lab/compose.yaml'), 'services: {}\n')
    chmodSync(join(root, 'closed'), 0o700)
    const module = join(import.meta.dirname, '../../../src/main/situation/find-places.ts')
    const running = from(join(root, 'open'), join(root, 'closed'), join(root, 'closed/20-apps'))
    const home = join(root, 'home')
    expect(
      await callAsOtherUser(module, 'findPlaces', { used: [], running, homeDir: home, dir: null }),
    ).toEqual({
      places: [
        { dir: join(root, 'open'), why: 'running', running: 1 },
        { dir: join(home, 'lab'), why: 'files', running: 0 },
      ],
      runningOfOthers: 2,
    })
  })
})

describe('another lab of the same name', () => {
  const lab = {
    dir: '/home/anna/lab',
    projects: ['apps'],
    files: ['/home/anna/lab/apps.yml', '/etc/shared.yml'],
  }
  const madeIn = (project: string, configFiles: readonly string[]) => [
    { project, dir: '/made/here', configFiles },
  ]
  const made = (...configFiles: readonly string[]) => madeIn('apps', configFiles)

  it('is there where no file of this one made the containers', () => {
    expect(findOtherLab(made('/home/berta/lab/apps.yml'), lab)).toEqual({
      project: 'apps',
      dir: '/made/here',
    })
  })

  it.each([
    ['its own file', made('/home/anna/lab/apps.yml')],
    ['a file of it that it does not name any more', made('/home/anna/lab/old.yml')],
    ['one of its files among others', made('/home/berta/base.yml', '/etc/shared.yml')],
    ['files that Compose did not note', made()],
    ['another project', madeIn('other', ['/home/berta/lab/apps.yml'])],
  ])('is not there for %s', (_, origins) => {
    expect(findOtherLab(origins, lab)).toBe(null)
  })

  it('is not there for the same folder by another path', () => {
    const root = makeFolder()
    mkdirSync(join(root, 'real'))
    symlinkSync(join(root, 'real'), join(root, 'link'))
    const byLink = { ...lab, dir: join(root, 'link'), files: [join(root, 'link/apps.yml')] }
    expect(findOtherLab(made(join(root, 'real/apps.yml')), byLink)).toBe(null)
  })
})
