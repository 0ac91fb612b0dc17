import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

const launcher = path.resolve(import.meta.dirname, '../../../bin/switchyard')

/** A package folder with a space in its name, and a chain of relative and absolute links to its launcher. */
function createPackage(options: { readonly isBuilt: boolean }) {
  const root = mkdtempSync(path.join(tmpdir(), 'switchyard launcher '))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const folder = path.join(root, 'package')
  mkdirSync(path.join(folder, 'bin'), { recursive: true })
  mkdirSync(path.join(folder, 'out/cli'), { recursive: true })
  mkdirSync(path.join(root, 'links'))
  copyFileSync(launcher, path.join(folder, 'bin/switchyard'))
  chmodSync(path.join(folder, 'bin/switchyard'), 0o755)
  const entry = 'process.stdout.write(JSON.stringify(process.argv.slice(2))); process.exit(3)'
  if (options.isBuilt) writeFileSync(path.join(folder, 'out/cli/index.js'), entry)
  symlinkSync('../package/bin/switchyard', path.join(root, 'links/one'))
  symlinkSync(path.join(root, 'links/one'), path.join(root, 'links/two'))
  return { folder, link: path.join(root, 'links/two'), root }
}

/** A folder with a `node` that only knows its version. */
function createNode(root: string, version: string): string {
  const folder = path.join(root, `node-${version}`)
  mkdirSync(folder)
  writeFileSync(
    path.join(folder, 'node'),
    `#!/bin/sh\n[ "$1" = --version ] && echo ${version} || echo ran "$@"\n`,
  )
  chmodSync(path.join(folder, 'node'), 0o755)
  return folder
}

function run(command: string, words: readonly string[], PATH: string) {
  const { status, stdout, stderr } = spawnSync(command, words, {
    encoding: 'utf8',
    env: { PATH, CDPATH: '/tmp' },
  })
  return { status, stdout, stderr }
}

describe('the launcher', () => {
  it('finds its package through links and hands on arguments and exit code', () => {
    const { folder, link } = createPackage({ isBuilt: true })
    mkdirSync(path.join(folder, 'node_modules/node/bin'), { recursive: true })
    symlinkSync(process.execPath, path.join(folder, 'node_modules/node/bin/node'))
    expect(run(link, ['up', 'a b', ''], '/usr/bin:/bin')).toEqual({
      status: 3,
      stdout: '["up","a b",""]',
      stderr: '',
    })
  })

  it('sets how memory is shared out, unless the operator has, and says that it was the launcher', () => {
    const { folder, root } = createPackage({ isBuilt: true })
    const bin = path.join(folder, 'node_modules/node/bin')
    mkdirSync(bin, { recursive: true })
    writeFileSync(path.join(bin, 'node'), '#!/bin/sh\necho "$MALLOC_ARENA_MAX $SWITCHYARD_LAUNCHER"\n')
    chmodSync(path.join(bin, 'node'), 0o755)
    const say = (env: NodeJS.ProcessEnv) =>
      spawnSync(path.join(folder, 'bin/switchyard'), [], { encoding: 'utf8', cwd: root, env }).stdout
    const PATH = '/usr/bin:/bin'
    expect([say({ PATH }), say({ PATH, MALLOC_ARENA_MAX: '4' })]).toEqual(['1 1\n', '4 \n'])
  })

  it('says how to build when it is not built', () => {
    const { folder, link } = createPackage({ isBuilt: false })
    expect(run(link, [], '/usr/bin:/bin')).toEqual({
      status: 1,
      stdout: '',
      stderr: `switchyard: ${folder}/out/cli/index.js is missing: run \`npm run build\` in ${folder}.\n`,
    })
  })

  it('takes the Node on PATH when the package has none, if it is new enough', () => {
    const { folder, link, root } = createPackage({ isBuilt: true })
    const old = run(link, [], `${createNode(root, 'v20.19.0')}:/usr/bin:/bin`)
    const current = run(link, ['up'], `${createNode(root, 'v24.1.0')}:/usr/bin:/bin`)
    expect(old).toEqual({
      status: 1,
      stdout: '',
      stderr: 'switchyard: Node 24 or newer is needed; `node` on PATH is v20.19.0.\n',
    })
    expect(current.stdout).toBe(
      `ran --max-semi-space-size=4 --disable-warning=ExperimentalWarning --no-deprecation ${folder}/out/cli/index.js up\n`,
    )
  })
})
