import { pack } from 'tar-stream'
import type { InstallItem } from '../../../shared/host.ts'

/** A tar file of the items, all of them root's. */
export async function makeArchive(items: readonly InstallItem[], writtenAt: Date): Promise<Buffer> {
  const archive = pack()
  for (const item of items) {
    const header = {
      name: item.path.slice(1),
      uid: 0,
      gid: 0,
      uname: 'root',
      gname: 'root',
      mtime: writtenAt,
      mode: item.mode === null ? 0o777 : Number.parseInt(item.mode, 8),
    }
    if (item.kind === 'file') archive.entry({ ...header, type: 'file' }, item.content ?? '')
    else if (item.kind === 'folder') archive.entry({ ...header, type: 'directory' })
    else archive.entry({ ...header, type: 'symlink', linkname: item.target ?? '' })
  }
  archive.finalize()
  const parts: Buffer[] = []
  for await (const part of archive) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
