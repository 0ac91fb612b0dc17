import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Plugin } from 'vite'

/**
 * Folder of the package that a module belongs to, from the checkout, like `node_modules/zod`; null for our own. What a build tool
 * adds of its own (`\0vite/preload-helper.js`) belongs to that tool.
 */
export function packageDirOf(id: string): string | null {
  const path = id
    .replace(/^\0(?=\w)/, 'node_modules/')
    .replaceAll('\0', '')
    .replace(/[?#].*$/, '')
  const [, dir] = /^(?:.*?\/)?(node_modules\/.*)$/.exec(path) ?? []
  // A package may have packages of its own below it.
  const [found] = /^(?:node_modules\/(?:@[^/]+\/)?[^/]+\/)+/.exec(`${dir ?? ''}/`) ?? []
  return found === undefined ? null : found.slice(0, -1)
}

/** Writes beside the bundle which packages are in it: what is shipped needs their licences, and nobody else's. */
export function notePackages(): Plugin {
  const seen = new Set<string>()
  return {
    name: 'note-packages',
    apply: 'build',
    enforce: 'pre',
    // Style sheets that are imported by other ones are no modules, and those that are modules are in no chunk.
    transform(code, id) {
      if (!/\.css(\?|$)/.test(id)) return
      seen.add(id)
      for (const [, name = ''] of code.matchAll(/@import\s+(?:url\()?['"]([^./'"][^'"]*)['"]/g))
        seen.add(`node_modules/${name}`)
    },
    generateBundle(_options, bundle) {
      for (const part of Object.values(bundle))
        for (const file of part.type === 'chunk' ? part.moduleIds : part.originalFileNames) seen.add(file)
    },
    writeBundle({ dir }) {
      if (dir === undefined) return
      const found = new Set([...seen].map(packageDirOf))
      found.delete(null)
      mkdirSync(dirname(dir), { recursive: true })
      writeFileSync(`${dir}.packages.json`, JSON.stringify([...found].sort(), null, 2) + '\n')
    },
  }
}
