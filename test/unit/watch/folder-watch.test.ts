import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFolderWatch, type FolderWatch } from '../../../src/main/watch/folder-watch.ts'

let root = ''
let told: string[] = []
let watch: FolderWatch

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'switchyard-folders-')))
  told = []
  watch = createFolderWatch((path) => void told.push(path))
})
afterEach(() => {
  watch.close()
  rmSync(root, { recursive: true, force: true })
})

const isTold = (path: string) => vi.waitFor(() => expect(told).toContain(path))

describe('watched folders', () => {
  it('tell what is written, made, renamed and removed in them', async () => {
    const file = join(root, 'compose.yaml')
    expect(watch.watchFolders([root])).toBe(true)
    writeFileSync(file, 'a')
    await isTold(file)
    told = []
    writeFileSync(file, 'b')
    await isTold(file)
    told = []
    renameSync(file, join(root, 'other.yaml'))
    await isTold(join(root, 'other.yaml'))
    expect(told).toContain(file)
    told = []
    rmSync(join(root, 'other.yaml'))
    await isTold(join(root, 'other.yaml'))
  })

  it('are watched from above when they are links that lead to themselves', async () => {
    const loop = join(root, 'loop')
    symlinkSync(loop, loop)
    expect(watch.watchFolders([loop])).toBe(true)
    rmSync(loop)
    await isTold(loop)
  })

  it('are the same when they are given again', () => {
    watch.watchFolders([root])
    expect(watch.watchFolders([root])).toBe(false)
  })

  it('are told when they come, however deep, and can then be watched', async () => {
    const deep = join(root, 'a', 'b')
    watch.watchFolders([deep])
    mkdirSync(deep, { recursive: true })
    await isTold(join(root, 'a'))
    expect(watch.watchFolders([deep])).toBe(true)
    writeFileSync(join(deep, '.env'), 'X=1')
    await isTold(join(deep, '.env'))
  })

  it('may be removed and made again', async () => {
    const folder = join(root, 'stack')
    mkdirSync(folder)
    watch.watchFolders([folder, root])
    rmSync(folder, { recursive: true })
    await isTold(folder)
    mkdirSync(folder)
    expect(watch.watchFolders([folder, root])).toBe(true)
    writeFileSync(join(folder, 'compose.yaml'), 'a')
    await isTold(join(folder, 'compose.yaml'))
  })

  it('are forgotten when they are not among the given ones any more', async () => {
    const [first, second] = [join(root, 'first'), join(root, 'second')]
    mkdirSync(first)
    mkdirSync(second)
    watch.watchFolders([first, second])
    watch.watchFolders([second])
    writeFileSync(join(first, 'file'), 'a')
    writeFileSync(join(second, 'file'), 'a')
    await isTold(join(second, 'file'))
    expect(told).not.toContain(join(first, 'file'))
  })
})
