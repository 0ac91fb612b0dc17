import { buffer } from 'node:stream/consumers'
import { extract } from 'tar-stream'
import { describe, expect, it } from 'vitest'
import { configurationText } from '../../../src/main/host/install/configuration.ts'
import { makeArchive } from '../../../src/main/host/install/make-archive.ts'
import { parseManifest, parsePackage } from '../../../src/main/host/install/manifest.ts'
import type { Found, MachineFacts } from '../../../src/main/host/install/model.ts'
import { mustBeSameVersion, packageItems } from '../../../src/main/host/install/package-items.ts'
import { planInstall, type InstallFacts } from '../../../src/main/host/install/plan-install.ts'
import { checkPlaceNames, mustMakePlace } from '../../../src/main/host/install/swap-places.ts'
import { wantedItems, type Wishes } from '../../../src/main/host/install/wanted-items.ts'

const machine: MachineFacts = {
  hasPolkit: true,
  hasSystemd: true,
  hasBootUnitWants: true,
  hasTrustedGroup: true,
  way: 'sudo',
}
const bundle = [
  { name: 'switchyard-host', content: '#!/usr/bin/python3 -ISB\n' },
  { name: 'journal.py', content: 'journal = 1\n' },
]
const configuration = configurationText(null, {})

function wanted(more: Partial<Wishes> = {}) {
  return wantedItems({ bundle, machine, askPassword: false, configuration, swapFolders: [], ...more })
}

function plan(more: Partial<InstallFacts> = {}) {
  return planInstall({
    wanted: wanted(),
    machine,
    askPassword: false,
    manifest: {},
    found: new Map(),
    ...more,
  })
}

/** A machine on which the items are as they are wanted. */
function installed(items = wanted()): Map<string, Found> {
  return new Map(
    items.map(({ path, kind, mode, digest, target }) => {
      const bits = mode === null ? 0o777 : Number.parseInt(mode, 8)
      return [path, { kind, uid: 0, gid: 0, mode: bits, digest, target }]
    }),
  )
}

function manifestOf(items = wanted()) {
  return parseManifest(items.find(({ path }) => path.endsWith('/installed.json'))?.content ?? null)
}

const paths = (items: readonly { readonly path: string }[]) => items.map(({ path }) => path)

describe('what an installation writes', () => {
  it('is root’s alone to change, with the entry after everything that it needs', () => {
    expect(
      plan().items.map(({ path, kind, mode, target, state }) => [path, kind, mode ?? target, state]),
    ).toEqual([
      ['/usr/lib/switchyard', 'folder', '0755', 'new'],
      ['/usr/lib/switchyard/host', 'folder', '0755', 'new'],
      ['/usr/lib/switchyard/host/journal.py', 'file', '0644', 'new'],
      ['/usr/lib/switchyard/host/installed.json', 'file', '0644', 'new'],
      ['/usr/lib/switchyard/host/switchyard-host', 'file', '0755', 'new'],
      ['/usr/share/polkit-1/actions/dev.switchyard.host.policy', 'file', '0644', 'new'],
      ['/etc/polkit-1/rules.d/50-switchyard.rules', 'file', '0644', 'new'],
      ['/etc/systemd/system/switchyard-host-boot.service', 'file', '0644', 'new'],
      [
        '/etc/systemd/system/multi-user.target.wants/switchyard-host-boot.service',
        'link',
        '../switchyard-host-boot.service',
        'new',
      ],
      ['/etc/switchyard', 'folder', '0755', 'new'],
      ['/etc/switchyard/host.json', 'file', '0644', 'new'],
      ['/var/lib/switchyard', 'folder', '0755', 'new'],
      ['/var/lib/switchyard/host', 'folder', '0755', 'new'],
      ['/var/lib/switchyard/swap', 'folder', '0700', 'new'],
      ['/var/log/switchyard', 'folder', '0755', 'new'],
    ])
  })

  it('is written by one command that reads a tar file', () => {
    const tar = ['/usr/bin/tar', '--extract', '--file=-', '--directory=/', '--preserve-permissions']
    const command = [...tar, '--same-owner', '--numeric-owner']
    expect(plan().commands).toEqual([['/usr/bin/sudo', '--', ...command]])
    expect(plan({ machine: { ...machine, way: 'root' } }).commands).toEqual([command])
    expect(plan({ machine: { ...machine, way: 'pkexec' } }).commands).toEqual([
      ['/usr/bin/pkexec', ...command],
    ])
  })

  it('lets the group in by sudo where there is no polkit, and has no unit where there is no systemd', () => {
    const bare = wanted({ machine: { hasPolkit: false, hasSystemd: false, hasBootUnitWants: false } })
    expect(paths(bare).filter((path) => /polkit|sudoers|systemd/.test(path))).toEqual([
      '/etc/sudoers.d/switchyard',
    ])
    expect(bare.find(({ path }) => path === '/etc/sudoers.d/switchyard')?.mode).toBe('0440')
  })

  it('lets nobody in without a password when that is asked for', () => {
    const asking = wanted({ askPassword: true })
    expect(
      paths(asking).filter((path) => path.startsWith('/etc/polkit') || path.includes('sudoers')),
    ).toEqual([])
    expect(plan({ askPassword: true, wanted: asking }).notes[0]).toBe(
      "Each use asks for an administrator's password, by pkexec; a run that cannot ask is refused by the host.",
    )
  })

  it('has one action of polkit, one line of the rule and one command of sudo per verb', () => {
    const verbs = 'hold restore keep swap-on swap-off guards-pause guards-resume flush status'.split(' ')
    const content = (path: string, items = wanted()) =>
      items.find((item) => item.path.includes(path))?.content ?? ''
    const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1])
    expect(all(content('.policy'), /argv1">([^<]*)</g)).toEqual(verbs)
    expect(all(content('.policy'), /action id="dev\.switchyard\.host\.([^"]*)"/g)).toEqual(verbs)
    expect(all(content('.rules'), /'dev\.switchyard\.host\.([^']*)'/g)).toEqual(verbs)
    const sudoers = content('sudoers', wanted({ machine: { ...machine, hasPolkit: false } }))
    expect(all(sudoers, /switchyard-host ([a-z-]+) \*/g)).toEqual(verbs)
  })

  it('says when nobody is in the group yet, because it does not exist', () => {
    expect(plan({ machine: { ...machine, hasTrustedGroup: false } }).notes[1]).toBe(
      'There is no group docker on this machine: until there is, only root may use the helper.',
    )
  })

  it('reaches tar with owner, mode and content', async () => {
    const archive = await makeArchive(plan().items, new Date(1_700_000_000_000))
    const entries: unknown[] = []
    const reader = extract()
    reader.on('entry', ({ name, type, mode, uid, gid, linkname }, stream, next) => {
      void buffer(stream).then((content) => {
        entries.push([name, type, mode, uid, gid, linkname ?? null, content.toString()])
        next()
      })
    })
    await new Promise((resolve) => reader.on('finish', resolve).end(archive))
    expect(entries).toHaveLength(15)
    expect(entries[1]).toEqual(['usr/lib/switchyard/host', 'directory', 0o755, 0, 0, null, ''])
    expect(entries[2]).toEqual([
      'usr/lib/switchyard/host/journal.py',
      'file',
      0o644,
      0,
      0,
      null,
      'journal = 1\n',
    ])
    expect(entries[8]).toEqual([
      'etc/systemd/system/multi-user.target.wants/switchyard-host-boot.service',
      'symlink',
      0o777,
      0,
      0,
      '../switchyard-host-boot.service',
      '',
    ])
  })
})

describe('a helper that a package brought', () => {
  const owner = { name: 'switchyard', removeBy: ['sudo', 'apt', 'remove', 'switchyard'] }
  const items = packageItems(bundle, owner)
  const text = items.find(({ path }) => path.endsWith('/installed.json'))?.content ?? null

  it('is what an installation by hand writes outside of /etc, and a boot unit where packages have theirs', () => {
    expect(paths(items)).toEqual([
      '/usr/lib/switchyard',
      '/usr/lib/switchyard/host',
      '/usr/lib/switchyard/host/journal.py',
      '/usr/lib/switchyard/host/switchyard-host',
      '/usr/share/polkit-1/actions/dev.switchyard.host.policy',
      '/usr/lib/systemd/system/switchyard-host-boot.service',
      '/usr/lib/systemd/system/multi-user.target.wants/switchyard-host-boot.service',
      '/usr/lib/switchyard/host/installed.json',
    ])
    const same = items.filter(({ path }) => !path.includes('systemd') && !path.endsWith('/installed.json'))
    expect(wanted()).toEqual(expect.arrayContaining(same))
    expect(items.find(({ path }) => path.endsWith('boot.service'))?.content).toBe(
      wanted().find(({ path }) => path.endsWith('boot.service'))?.content,
    )
  })

  it('names its package, so that its files are nobody else’s to remove', () => {
    const { files, ...named } = parsePackage(text) ?? { files: {} }
    expect([named, Object.keys(files)]).toEqual([owner, paths(items).slice(2, -1)])
    expect(parsePackage(wanted().find(({ path }) => path.endsWith('/installed.json'))?.content ?? null)).toBe(
      null,
    )
  })

  it('needs nothing more where every use asks for a password', () => {
    const more = wanted({ isPackaged: true, askPassword: true, configuration: null })
    expect(more).toEqual([])
    expect(plan({ wanted: more, askPassword: true }).isCurrent).toBe(true)
  })

  it('gets the group’s right and the places for swap added, with a list of their own', () => {
    const more = wanted({ isPackaged: true, swapFolders: ['/srv/swap'] })
    expect(paths(more)).toEqual([
      '/etc/switchyard',
      '/etc/switchyard/installed.json',
      '/etc/polkit-1/rules.d/50-switchyard.rules',
      '/etc/switchyard/host.json',
      '/srv/swap',
    ])
    expect(Object.keys(manifestOf(more))).toEqual(['/etc/polkit-1/rules.d/50-switchyard.rules'])
    expect(plan({ wanted: more }).notes).toEqual([
      'The helper itself came with a package of this system; this is what is added to it.',
      expect.stringContaining('Members of the group docker may then use'),
      expect.stringContaining('Swap files go to'),
    ])
  })

  it('is left alone by a Switchyard that brings another one', () => {
    const brought = parsePackage(text)
    if (brought === null) throw new Error('no package')
    expect(() => mustBeSameVersion(bundle, brought)).not.toThrow()
    expect(() => mustBeSameVersion([...bundle, { name: 'new.py', content: '' }], brought)).toThrow(
      'The host helper belongs to the package switchyard, and is not the one of this Switchyard.',
    )
  })
})

describe('an installation over another one', () => {
  it('has nothing to do when all is as wanted', () => {
    const again = plan({ found: installed(), manifest: manifestOf() })
    expect([again.isCurrent, again.commands]).toEqual([true, []])
  })

  it('writes again what has another content, mode, owner or kind', () => {
    const found = installed()
    const change = (path: string, more: object) =>
      found.set(path, { ...(found.get(path) as object), ...more } as Found)
    change('/usr/lib/switchyard/host/switchyard-host', { digest: 'other' })
    change('/usr/lib/switchyard/host/journal.py', { mode: 0o666 })
    change('/var/lib/switchyard/host', { uid: 1000 })
    change('/var/lib/switchyard/swap', { kind: 'link', target: '/home' })
    found.set('/etc/switchyard/host.json', null)
    const again = plan({ found, manifest: manifestOf() })
    const states = again.items.filter(({ state }) => state !== 'same').map(({ path, state }) => [path, state])
    expect(states).toEqual([
      ['/usr/lib/switchyard/host/journal.py', 'changed'],
      ['/usr/lib/switchyard/host/switchyard-host', 'changed'],
      ['/etc/switchyard/host.json', 'new'],
      ['/var/lib/switchyard/host', 'changed'],
      ['/var/lib/switchyard/swap', 'changed'],
    ])
    expect(again.isCurrent).toBe(false)
  })

  it('removes what an earlier version has left, and the group’s right when it is no more wanted', () => {
    const earlier = wanted({ bundle: [...bundle, { name: 'old.py', content: '' }] })
    const now = wanted({ askPassword: true })
    const again = plan({ wanted: now, found: installed(earlier), manifest: manifestOf(earlier) })
    const obsolete = ['/usr/lib/switchyard/host/old.py', '/etc/polkit-1/rules.d/50-switchyard.rules']
    expect(again.obsolete).toEqual(obsolete)
    const kinds = ['(', '-type', 'f', '-o', '-type', 'l', '-o', '-type', 'd', '-empty', ')']
    expect(again.commands[1]).toEqual([
      ...['/usr/bin/sudo', '--', '/usr/bin/find', ...obsolete, '-maxdepth', '0', ...kinds, '-delete'],
    ])
  })

  it('takes the last installation’s word for what only root may look at', () => {
    const rule = '/etc/polkit-1/rules.d/50-switchyard.rules'
    const found = installed().set(rule, 'unreadable')
    const stateOf = (manifest: InstallFacts['manifest']) =>
      plan({ found, manifest }).items.find(({ path }) => path === rule)?.state
    expect(stateOf(manifestOf())).toBe('unreadable')
    expect(stateOf({ ...manifestOf(), [rule]: 'other' })).toBe('changed')
    expect(stateOf({})).toBe('new')
    expect(plan({ found, manifest: manifestOf() }).isCurrent).toBe(true)
  })

  it('believes a list of what was installed only where it can be true', () => {
    const files = {
      '/usr/lib/switchyard/host/old.py': 'x',
      '/etc/passwd': 'x',
      '/usr/lib/switchyard/host/../../a': 'x',
    }
    expect(parseManifest(JSON.stringify({ version: 1, files }))).toEqual({
      '/usr/lib/switchyard/host/old.py': 'x',
    })
    expect([parseManifest('{'), parseManifest('{"version":2}'), parseManifest(null)]).toEqual([{}, {}, {}])
  })
})

describe('the configuration of the helper', () => {
  it('is the default one where there is none', () => {
    expect(JSON.parse(configuration)).toEqual({
      version: 1,
      swapPlaces: { default: '/var/lib/switchyard/swap' },
      swapMaxMib: 131_072,
    })
  })

  it('stays as the administrator has it, but for places that are added', () => {
    const own = '{"version":1,"swapPlaces":{"default":"/swap"},"swapMaxMib":4096}'
    expect(configurationText(own, {})).toBe(own)
    expect(configurationText('{', {})).toBe('{')
    expect(JSON.parse(configurationText(own, { fast: '/srv/swap' }))).toEqual({
      version: 1,
      swapPlaces: { default: '/swap', fast: '/srv/swap' },
      swapMaxMib: 4096,
    })
  })

  it('gets no place when it cannot be understood', () => {
    for (const text of ['{', '[]', '{"version":2,"swapPlaces":{}}'])
      expect(() => configurationText(text, { fast: '/srv/swap' })).toThrow('is not understood')
  })
})

describe('a place for swap', () => {
  it('has a short name and a whole path', () => {
    checkPlaceNames({ fast: '/srv/swap', 'disk-2': '/mnt/b' })
    for (const places of [
      { Fast: '/srv' },
      { '': '/srv' },
      { a: 'srv' },
      { a: '/srv/../etc' },
      { a: '/srv/' },
      { a: '/' },
    ])
      expect(() => checkPlaceNames(places)).toThrow('cannot be used')
  })

  const root = { isFolder: true, uid: 0, mode: 0o40755 }
  const way = (...found: (typeof root | null)[]) =>
    found.map((item, index) => ({ path: `/${index}`, found: item }))

  it('is made when its parent is safe, and used as it is when it is there', () => {
    expect(mustMakePlace('a', way(root, root, null))).toBe(true)
    expect(mustMakePlace('a', way(root, root, root))).toBe(false)
  })

  it.each([
    [way(root, null, null), 'there is no folder /1'],
    [way(root, { ...root, isFolder: false }, root), '/1 is no folder (a link is none)'],
    [way(root, { ...root, uid: 1000 }, null), '/1 does not belong to root'],
    [way(root, { ...root, mode: 0o41777 }, null), 'others than root may write in /1'],
    [way(root, { ...root, mode: 0o40775 }, null), 'others than root may write in /1'],
  ])('is refused when others could reach it', (found, why) => {
    expect(() => mustMakePlace('a', found)).toThrow(`The swap place a=/2 cannot be used: ${why}.`)
  })
})
