import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packageDirOf } from '../../../scripts/build/note-packages.ts'
import { sbomOfShipped, type Sbom } from '../../../scripts/package/shipped/sbom.ts'
import {
  listWithNeeded,
  readBundled,
  readShippedPackage,
} from '../../../scripts/package/shipped/shipped-package.ts'
import { licensesOf, thirdPartyText } from '../../../scripts/package/shipped/third-party.ts'

describe('packages of a bundle', () => {
  it.each([
    ['/home/me/switchyard/node_modules/zod/v4/index.js', 'node_modules/zod'],
    ['/home/me/node_modules/@orpc/client/dist/index.mjs?x=1', 'node_modules/@orpc/client'],
    [
      '/w/node_modules/wrap-ansi/node_modules/ansi-styles/index.js',
      'node_modules/wrap-ansi/node_modules/ansi-styles',
    ],
    ['\0/w/node_modules/react/index.js?commonjs-module', 'node_modules/react'],
    ['\0vite/preload-helper.js', 'node_modules/vite'],
    ['node_modules/tailwindcss', 'node_modules/tailwindcss'],
    ['/home/me/switchyard/src/main/core.ts', null],
  ])('%s belongs to %s', (id, dir) => {
    expect(packageDirOf(id)).toBe(dir)
  })
})

describe('what is shipped', () => {
  let root: string
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'switchyard-shipped-'))
    const put = async (dir: string, packageJson: object, texts: Readonly<Record<string, string>> = {}) => {
      await mkdir(join(root, dir), { recursive: true })
      await writeFile(join(root, dir, 'package.json'), JSON.stringify(packageJson))
      for (const [name, text] of Object.entries(texts)) await writeFile(join(root, dir, name), text)
    }
    const mit = { LICENSE: 'MIT words\r\nof a library\n' }
    await put(
      'node_modules/ssh',
      { name: 'ssh', version: '1.0.0', license: 'MIT', dependencies: { asn: '1', sum: '2' } },
      mit,
    )
    await put(
      'node_modules/asn',
      { name: 'asn', version: '1.5.0', licenses: [{ type: 'ISC' }], dependencies: { sum: '1' } },
      mit,
    )
    await put('node_modules/sum', { name: 'sum', version: '1.0.0', license: 'MIT' })
    await put(
      'node_modules/ssh/node_modules/sum',
      { name: 'sum', version: '2.0.0', license: 'MIT' },
      { 'license.md': 'Own', NOTICE: 'Notice' },
    )
    await mkdir(join(root, 'out'))
    await writeFile(join(root, 'out/cli.packages.json'), '["node_modules/sum", "node_modules/no-package"]')
  })
  afterAll(() => rm(root, { recursive: true }))

  it('is what the build noted and what lies beside it, with all that this needs', async () => {
    expect(await readBundled(root, ['out/cli'])).toEqual(['node_modules/sum'])
    await expect(readBundled(root, ['out/renderer'])).rejects.toThrow(/run `npm run build` first\.$/)
    expect(await listWithNeeded(root, 'node_modules/ssh')).toEqual([
      'node_modules/asn',
      'node_modules/ssh',
      'node_modules/ssh/node_modules/sum',
      'node_modules/sum',
    ])
  })

  it('is told with each licence text once', async () => {
    const dirs = await listWithNeeded(root, 'node_modules/ssh')
    const packages = await Promise.all(dirs.map((dir) => readShippedPackage(root, dir)))
    expect(licensesOf(packages)).toEqual(['ISC', 'MIT'])
    expect(thirdPartyText(packages, { version: '24.0.0', license: 'Words of Node\n' })).toBe(
      `# What others have written and Switchyard ships

- Node.js 24.0.0: see the end
- asn 1.5.0: ISC
- ssh 1.0.0: MIT
- sum 2.0.0: MIT
- sum 1.0.0: MIT

## asn 1.5.0, ssh 1.0.0

    MIT words
    of a library

## sum 2.0.0

    Notice

## sum 2.0.0

    Own

## Node.js 24.0.0

    Words of Node
`,
    )
  })
})

describe('the bill of materials', () => {
  const component = (name: string) => ({ 'bom-ref': `${name}@1`, name, version: '1', properties: [] })
  const own = {
    'bom-ref': 'switchyard@0',
    name: 'checkout',
    type: 'library',
    properties: [{ name: 'x', value: 'y' }],
  }
  const whole: Sbom = {
    bomFormat: 'CycloneDX',
    serialNumber: 'urn:uuid:random',
    metadata: { timestamp: 'now', component: own },
    components: [
      { ...component('zod'), properties: [{ name: 'cdx:npm:package:development', value: 'true' }] },
      component('bl'),
      component('eslint'),
    ],
    dependencies: [
      { ref: 'bl@1', dependsOn: ['zod@1', 'eslint@1'] },
      { ref: 'eslint@1', dependsOn: [] },
      { ref: 'zod@1', dependsOn: [] },
    ],
  }
  const facts = {
    whole,
    name: 'switchyard',
    shipped: ['zod@1', 'bl@1'],
    runtimes: [{ name: 'node', version: '24.0.0', license: 'Own', sha256: 'abc' }],
    builtAt: new Date(0),
  }

  it('has what is shipped and nothing else, and is the same for the same content', () => {
    const sbom = sbomOfShipped(facts)
    expect(sbom.components.map((each) => [each['bom-ref'], each['scope'], each.properties])).toEqual([
      ['zod@1', 'required', []],
      ['bl@1', 'required', []],
      ['node-runtime@24.0.0', 'required', []],
    ])
    expect(sbom.dependencies).toEqual([
      { ref: 'switchyard@0', dependsOn: ['zod@1', 'bl@1', 'node-runtime@24.0.0'] },
      { ref: 'bl@1', dependsOn: ['zod@1'] },
      { ref: 'zod@1', dependsOn: [] },
    ])
    expect(sbom.metadata).toEqual({
      timestamp: '1970-01-01T00:00:00.000Z',
      component: { ...own, type: 'application', name: 'switchyard', properties: [] },
    })
    expect(sbom['serialNumber']).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    expect(sbomOfShipped(facts)).toEqual(sbom)
    expect(sbomOfShipped({ ...facts, runtimes: [] })['serialNumber']).not.toBe(sbom['serialNumber'])
  })

  it('is not made when something is shipped that npm does not know', () => {
    expect(() => sbomOfShipped({ ...facts, shipped: ['zod@2'] })).toThrow(
      'zod@2 is shipped, and npm does not know it.',
    )
  })
})
