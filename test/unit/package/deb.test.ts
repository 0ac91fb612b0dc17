import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { controlText, debianArchitecture } from '../../../scripts/package/deb/control.ts'
import { changelogText, copyrightText } from '../../../scripts/package/deb/documents.ts'
import { postrmText, prermText } from '../../../scripts/package/deb/maintainer-scripts.ts'
import { makeDeb } from '../../../scripts/package/deb/make-deb.ts'
import { copied, linked, written } from '../../../scripts/package/package-file.ts'

const release = {
  name: 'switchyard',
  version: '1.2.3',
  summary:
    'Starts, watches and stops a home AI lab made of several Docker Compose stacks, in the right order',
  maintainer: 'Somebody <somebody@example.org>',
  homepage: 'https://example.org',
  builtAt: new Date(1_772_323_200_000),
}

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'switchyard-deb-'))
})
afterEach(() => rm(dir, { recursive: true }))

describe('a deb', () => {
  it('is the same bytes wherever, whenever and with whatever umask it is made', async () => {
    const source = join(dir, 'source')
    await writeFile(source, 'copied\n', { mode: 0o600 })
    const files = [
      copied('usr/lib/a/program', source, { isExecutable: true }),
      written('usr/lib/a/text', 'text\n'),
      linked('usr/bin/a', '../lib/a/program'),
    ]
    const make = (outDir: string) =>
      makeDeb({ release, files, arch: 'x64', outDir: join(dir, outDir), isQuick: true })
    const first = await make('first')
    const before = process.umask(0o077)
    const second = await make('second').finally(() => process.umask(before))
    expect(await readFile(second)).toEqual(await readFile(first))
    const { stdout } = await execa('dpkg-deb', ['--contents', first], { env: { TZ: 'UTC' } })
    const lines = stdout.split('\n').map((line) => line.replace(/ +/g, ' '))
    expect(lines.filter((line) => !line.startsWith('d'))).toEqual([
      '-rwxr-xr-x root/root 7 2026-03-01 00:00 ./usr/lib/a/program',
      '-rw-r--r-- root/root 5 2026-03-01 00:00 ./usr/lib/a/text',
      'lrwxrwxrwx root/root 0 2026-03-01 00:00 ./usr/bin/a -> ../lib/a/program',
    ])
    expect(lines.filter((line) => line.startsWith('d')).map((line) => line.slice(0, 23))).toEqual(
      Array.from({ length: 5 }, () => 'drwxr-xr-x root/root 0 '),
    )
    const sums = await execa('dpkg-deb', ['--info', first, 'md5sums'])
    expect(sums.stdout.split('\n').map((line) => line.slice(32))).toEqual([
      '  usr/lib/a/program',
      '  usr/lib/a/text',
    ])
  })

  it('says what it needs, and that installing it starts nothing', () => {
    const text = controlText(release, { architecture: debianArchitecture('arm64'), installedKib: 7 })
    expect(text).toBe(`Package: switchyard
Version: 1.2.3
Architecture: arm64
Maintainer: Somebody <somebody@example.org>
Installed-Size: 7
Depends: libc6 (>= 2.28), libgcc-s1, libstdc++6 (>= 5.2)
Recommends: docker.io | docker-ce, docker-compose-plugin | docker-compose-v2 | docker-compose (>= 2), libpam-systemd, pkexec | policykit-1, python3
Suggests: earlyoom, bash-completion
Section: admin
Priority: optional
Description: bring a home AI lab of several Compose stacks up in order
 Starts, watches and stops a home AI lab made of several Docker Compose
 stacks, in the right order. This is the edition without a window: the
 terminal, and a page in the browser.
 .
 Nothing is started by installing it. The helper that prepares the host for
 heavy starts asks for an administrator's password each time, until
 \`switchyard host install\` says otherwise.
`)
    expect(() => debianArchitecture('riscv64')).toThrow('There is no package for riscv64.')
  })

  it('has a changelog in the form that Debian reads, and a copyright', async () => {
    expect(changelogText(release)).toBe(`switchyard (1.2.3) stable; urgency=medium

  * Switchyard 1.2.3.

 -- Somebody <somebody@example.org>  Sun, 01 Mar 2026 00:00:00 +0000
`)
    const ownLicense = await readFile(join(import.meta.dirname, '../../../LICENSE'), 'utf8')
    const text = copyrightText({ release, ownLicense, libraryLicenses: ['ISC', 'MIT'] })
    const paragraphs = text.split('\n\n').map((each) => each.split('\n')[0])
    expect(paragraphs).toEqual([
      'Upstream-Name: Switchyard',
      'Files: *',
      'Files: usr/lib/switchyard/out/*',
      'Files: usr/lib/switchyard/node_modules/*',
      'Files: usr/lib/switchyard/node_modules/node/*',
      'License: Expat',
      'License: libraries',
      'License: Node.js',
    ])
    expect(text).toContain('\nLicense: Expat\n Permission is hereby granted')
    expect(text).toContain('\n ISC; MIT.\n')
  })

  it.each([
    ['prerm', prermText],
    ['postrm', postrmText],
  ])('has a %s that a shell can read, and that does nothing in an upgrade', async (_, text) => {
    const { exitCode, stdout, stderr } = await execa('sh', ['-s', 'upgrade', '1.2.4'], { input: text })
    expect([exitCode, stdout, stderr]).toEqual([0, '', ''])
  })
})
