import { chmod, mkdir, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { discover, sketchNotes, sketchStacks } from './support/sketch.ts'
import { services, writeLab } from './support/temporary-lab.ts'

describe('where discovery looks', () => {
  it('is four folders deep, and not in hidden folders, archives, volumes and modules', async () => {
    const dir = await writeLab({
      'a/b/c/d/compose.yaml': services('deep'),
      'a/b/c/d/e/compose.yaml': services('deeper'),
      '.hidden/compose.yaml': services('hidden'),
      'archive/docker-compose.yml': services('old'),
      'node_modules/x/compose.yaml': services('module'),
      'volumes/x/compose.yaml': services('volume'),
      'data/docker-compose.yml': services('db'),
      'data/db/docker-compose.yml': services('written-by-a-container'),
    })
    expect(sketchStacks(await discover(dir))).toEqual([
      '0 d (d): a/b/c/d/compose.yaml',
      '0 data (data): data/docker-compose.yml',
    ])
  })

  it('follows links to folders elsewhere once, and no link in a circle', async () => {
    const elsewhere = await writeLab({ 'compose.yaml': services('far') })
    const dir = await writeLab({ 'near/compose.yaml': services('near') })
    await symlink(dir, join(dir, 'near/up'))
    await symlink(join(dir, 'near'), join(dir, 'again'))
    await symlink(elsewhere, join(dir, 'far'))
    await symlink(elsewhere, join(dir, 'far-too'))
    await symlink('/nowhere/at/all', join(dir, 'broken'))
    expect(sketchStacks(await discover(dir))).toEqual([
      '0 far (far): far/compose.yaml',
      '0 near (near): near/compose.yaml',
    ])
  })

  it('leaves out, with a reason, what has the name of a Compose file and cannot be one', async () => {
    const dir = await writeLab({ 'compose.yaml': services('web'), 'docker-compose.empty.yml': '# nothing\n' })
    await mkdir(join(dir, 'docker-compose.folder.yml'))
    await symlink('nowhere.yml', join(dir, 'docker-compose.gone.yml'))
    await symlink('compose.yaml', join(dir, 'docker-compose.twin.yml'))
    await writeFile(join(dir, 'docker-compose.huge.yml'), '')
    await truncate(join(dir, 'docker-compose.huge.yml'), 12_000_000)
    await execa('mkfifo', [join(dir, 'docker-compose.pipe.yml')])
    const lab = await discover(dir)
    expect(sketchStacks(lab)).toEqual(['0 lab (lab): compose.yaml'])
    expect(sketchNotes(lab)).toEqual({
      'docker-compose.empty.yml': 'The file is empty.',
      'docker-compose.folder.yml': 'This is a folder with the name of a Compose file.',
      'docker-compose.gone.yml': 'This is a link that leads to no file.',
      'docker-compose.huge.yml': 'Too large to be a Compose file: 12 MB, and 1 MB is the limit.',
      'docker-compose.pipe.yml': 'This has the name of a Compose file and is no file.',
      'docker-compose.twin.yml': 'The same file as compose.yaml, by a link.',
    })
  })

  it.skipIf(process.getuid?.() === 0)('says which folders cannot be read', async () => {
    const dir = await writeLab({ 'compose.yaml': services('web'), 'closed/compose.yaml': services('x') })
    await chmod(join(dir, 'closed'), 0)
    expect(sketchNotes(await discover(dir))).toEqual({ closed: 'This folder cannot be read.' })
    await chmod(join(dir, 'closed'), 0o700)
  })

  it('takes a file of nearly a megabyte in a few seconds', async () => {
    const names = Array.from({ length: 14_000 }, (_, index) => `service-number-${index}`)
    const text = services(...names).slice(0, 990_000)
    const dir = await writeLab({ 'compose.yaml': text.slice(0, text.lastIndexOf('\n') + 1) })
    const startedAt = performance.now()
    expect(sketchStacks(await discover(dir))).toEqual(['0 lab (lab): compose.yaml'])
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })
})

describe('numbered folders', () => {
  it('start by their numbers; equal numbers together, and unnumbered ones only by name', async () => {
    const dir = await writeLab({
      '02_apps/compose.yaml': services('ui'),
      '10-extra/compose.yaml': services('extra'),
      '00-infrastructure/compose.yaml': services('proxy'),
      '02.more/compose.yaml': services('more'),
      'tools/compose.yaml': services('tools'),
    })
    expect(sketchStacks(await discover(dir))).toEqual([
      '0 infrastructure (00-infrastructure) always-on: 00-infrastructure/compose.yaml',
      '1 more (02more): 02.more/compose.yaml',
      '1 apps (02_apps): 02_apps/compose.yaml',
      '2 extra (10-extra): 10-extra/compose.yaml',
      '3 tools (tools) by name: tools/compose.yaml',
    ])
  })

  it('merge nested files that declare one project, with the file first whose paths are at stake', async () => {
    const dir = await writeLab({
      '1-data/a/compose.yaml': `name: store\n${services('small')}`,
      '1-data/z/compose.yaml': 'name: store\nservices:\n  db: { image: d, volumes: ["./files:/f"] }\n',
      '1-data/own/compose.yaml': `name: other\n${services('other')}`,
    })
    const lab = await discover(dir)
    expect(sketchStacks(lab)).toEqual([
      '0 data (store): 1-data/z/compose.yaml + 1-data/a/compose.yaml',
      '0 own (other): 1-data/own/compose.yaml',
    ])
    expect(lab.stacks[0]?.project.dir).toBe(join(dir, '1-data/z'))
    expect(lab.stacks[0]?.why).toBe('The 2 Compose files in 1-data declare the project store.')
  })

  it('say where relative paths start when they mean something else in the merged project', async () => {
    const dir = await writeLab({
      '1-data/a/compose.yaml': 'services:\n  a: { image: a, volumes: ["./files:/f"] }\n',
      '1-data/b/compose.yaml':
        'services:\n  b: { image: b, env_file: b.env, volumes: ["named:/f"] }\n  c: { image: c }\n',
    })
    const lab = await discover(dir)
    expect(sketchStacks(lab)).toEqual(['0 data (1-data): 1-data/b/compose.yaml + 1-data/a/compose.yaml'])
    expect(lab.stacks[0]?.why).toBe(
      'The 2 Compose files in 1-data have different services. As with Compose, relative paths in all of them start in 1-data/b.',
    )
  })

  it('keep a nested file apart when the folder has a file of its own and no name joins them', async () => {
    const dir = await writeLab({
      '0-infra/compose.yaml': services('proxy'),
      '0-infra/vault/compose.yaml': services('vault'),
    })
    const lab = await discover(dir)
    expect(sketchStacks(lab)).toEqual([
      '0 infra (0-infra) always-on: 0-infra/compose.yaml',
      '0 vault (vault) always-on: 0-infra/vault/compose.yaml',
    ])
    expect(lab.stacks[1]?.why).toBe(
      'The folder 0-infra/vault has a Compose file of its own, compose.yaml. Always on, because 0-infra is what others stand on.',
    )
  })
})

describe('files in several folders', () => {
  it('start after the stack of the lab itself; what its file includes or extends is part of it', async () => {
    const dir = await writeLab({
      'compose.yaml':
        'include: [{ path: db/compose.yaml }]\nservices:\n  web: { extends: { file: common/docker-compose.parts.yml, service: part } }\n',
      'db/compose.yaml': services('db'),
      'common/docker-compose.parts.yml': services('part'),
      'tools/compose.yaml': services('tool'),
      'examples/compose.yaml': services('example'),
    })
    const lab = await discover(dir)
    expect(sketchStacks(lab)).toEqual([
      '0 lab (lab): compose.yaml',
      '1 examples (examples) by name: examples/compose.yaml',
      '1 tools (tools): tools/compose.yaml',
    ])
    expect(sketchNotes(lab)).toEqual({
      'common/docker-compose.parts.yml': 'Part of the project of compose.yaml.',
      'db/compose.yaml': 'Part of the project of compose.yaml.',
    })
  })

  it('have names of their own even where their folders are called alike', async () => {
    const dir = await writeLab({
      'home/web/compose.yaml': services('a'),
      'work/web/compose.yaml': services('b'),
      'db/compose.yaml': services('c'),
      'db/compose.test.yaml': services('d'),
    })
    expect(sketchStacks(await discover(dir))).toEqual([
      '0 db (db): db/compose.yaml',
      '0 db-test (db) by name: db/compose.test.yaml',
      '0 home-web (web): home/web/compose.yaml',
      '0 work-web (web): work/web/compose.yaml',
    ])
  })

  it('that only declare networks are no stacks, and their networks are the lab’s', async () => {
    const dir = await writeLab({
      'docker-compose.net.yml': 'networks:\n  backbone: {}\n',
      'config/networks.yml': 'networks:\n  ai: { name: "${NET:-ai}-network" }\n',
      'other/network.yaml': '- not: ours\n',
      'app/compose.yaml': services('app'),
    })
    const lab = await discover(dir, { variables: { NET: 'lab' } })
    expect(lab.networks).toEqual(['backbone', 'lab-network'])
    expect(sketchStacks(lab)).toEqual(['0 app (app): app/compose.yaml'])
    expect(sketchNotes(lab)).toEqual({
      'docker-compose.net.yml': 'It declares networks and no service; the lab creates them first.',
    })
  })
})
