import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { listFolders } from '../../../src/main/lab/list-folders.ts'

async function newFolder(...paths: readonly string[]): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'switchyard-folders-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  for (const path of paths) {
    await mkdir(path.endsWith('/') ? join(dir, path) : dirname(join(dir, path)), { recursive: true })
    if (!path.endsWith('/')) await writeFile(join(dir, path), '')
  }
  return dir
}

const names = async (dir: string) => (await listFolders(dir)).folders.map(({ name }) => name)

describe('folders to choose from', () => {
  it('are told with their parent, and whether a lab may lie in them', async () => {
    const dir = await newFolder(
      'lab/compose.yaml',
      'many/one/docker-compose.dev.yml',
      'other/a/b/compose.yml',
    )
    expect(await listFolders(dir)).toEqual({
      dir,
      parent: dirname(dir),
      folders: [
        { name: 'lab', dir: join(dir, 'lab'), hasComposeFiles: true },
        { name: 'many', dir: join(dir, 'many'), hasComposeFiles: true },
        { name: 'other', dir: join(dir, 'other'), hasComposeFiles: false },
      ],
    })
    expect((await listFolders('/')).parent).toBe(null)
  })

  it('are in the order in which people count', async () => {
    expect(await names(await newFolder('10-apps/', '2-data/', 'b/', 'A/'))).toEqual([
      '2-data',
      '10-apps',
      'A',
      'b',
    ])
  })

  it('are folders only: no files, no links, and hidden ones only where one looks for them', async () => {
    const dir = await newFolder('seen/', '.hidden/.below/', 'file')
    await symlink(dir, join(dir, 'link'))
    expect(await names(dir)).toEqual(['seen'])
    expect(await names(join(dir, '.hidden'))).toEqual(['.below'])
  })

  it('are a thousand at most', async () => {
    const dir = await newFolder(...Array.from({ length: 1003 }, (_, index) => `lab ${index}/`))
    const listed = await names(dir)
    expect([listed.length, listed.at(-1)]).toEqual([1000, 'lab 999'])
  })

  it('are refused with the reason where there is nothing to list', async () => {
    const dir = await newFolder('file')
    const refused = (message: string) => ({
      code: 'FOLDER_UNREADABLE',
      message,
      hint: 'Choose another one.',
    })
    await expect(listFolders(join(dir, 'none'))).rejects.toMatchObject(
      refused(`The folder ${dir}/none cannot be listed: there is no such folder.`),
    )
    await expect(listFolders(join(dir, 'file'))).rejects.toMatchObject(
      refused(`The folder ${dir}/file cannot be listed: it is a file.`),
    )
    await expect(listFolders('etc')).rejects.toMatchObject(
      refused('The folder etc cannot be listed: it is not an absolute path.'),
    )
  })

  it('may hold some that cannot be read', async () => {
    const dir = await newFolder('closed/compose.yaml', 'open/compose.yaml')
    await chmod(join(dir, 'closed'), 0)
    onTestFinished(() => chmod(join(dir, 'closed'), 0o700))
    expect(await names(dir)).toEqual(['closed', 'open'])
  })
})
