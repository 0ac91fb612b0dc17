import { globSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { manualPages, partsOf, root } from './support/manual.ts'

/** As code hosts make them of headings. */
function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>()
  for (const [, heading = ''] of partsOf(text).prose.matchAll(/^#{1,6} +(.+)$/gm)) {
    const plain = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const anchor = plain.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-')
    let unique = anchor
    for (let count = 1; anchors.has(unique); count += 1) unique = `${anchor}-${count}`
    anchors.add(unique)
  }
  return anchors
}

function linksOf(text: string): readonly string[] {
  const prose = partsOf(text).prose.replaceAll(/`[^`]*`/g, '')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
}

function leadsNowhere(from: string, link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? from : normalize(join(dirname(from), path))
  if (statSync(join(root, target), { throwIfNoEntry: false }) === undefined) return true
  return anchor !== undefined && !anchorsOf(readFileSync(join(root, target), 'utf8')).has(anchor)
}

describe.each(manualPages)('$path', ({ path, text }) => {
  it('has only links that lead somewhere', () => {
    const own = linksOf(text).filter((link) => !/^[a-z]+:/.test(link))
    expect(own.filter((link) => leadsNowhere(path, link))).toEqual([])
  })
})

describe('the manual', () => {
  it('can be reached page by page from its index', () => {
    const reached = new Set(['README.md'])
    for (const from of reached) {
      const text = readFileSync(join(root, from), 'utf8')
      for (const link of linksOf(text)) {
        const target = normalize(join(dirname(from), link.replace(/#.*/, '')))
        if (manualPages.some((page) => page.path === target)) reached.add(target)
      }
    }
    const written = manualPages.map((page) => page.path).filter((path) => !path.startsWith('resources/'))
    expect(written.filter((path) => !reached.has(path))).toEqual([])
  })

  it('shows every picture that it brings, and each is small', () => {
    const shown = manualPages.flatMap(({ path, text }) =>
      linksOf(text).map((link) => normalize(join(dirname(path), link))),
    )
    const pictures = globSync('docs/images/*', { cwd: root })
    expect(pictures.filter((path) => !shown.includes(path))).toEqual([])
    expect(pictures.filter((path) => statSync(join(root, path)).size > 60_000)).toEqual([])
  })
})
