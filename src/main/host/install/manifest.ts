import { z } from 'zod'
import { installPaths as paths } from './install-paths.ts'

/** What an earlier installation has written: path → digest; null for folders and links. */
export type Manifest = Readonly<Record<string, string | null>>

const manifestSchema = z.object({ version: z.literal(1), files: z.record(z.string(), z.string().nullable()) })

/** Only what an installation can have written: nothing else is ever removed, whatever the file says. */
export function parseManifest(text: string | null): Manifest {
  if (text === null) return {}
  try {
    const { files } = manifestSchema.parse(JSON.parse(text))
    return Object.fromEntries(Object.entries(files).filter(([path]) => isOurs(path)))
  } catch {
    return {}
  }
}

/** Files and links that an installation may write, apart from the modules of the helper. */
export const singleFiles: readonly string[] = [
  paths.polkitPolicy,
  paths.polkitRule,
  paths.sudoers,
  `${paths.bootUnitWants}/switchyard-host-boot.service`,
  paths.bootUnit,
  paths.configuration,
]

/** Folders that it makes, the inner ones first. */
export const ownFolders: readonly string[] = [
  paths.helperDir,
  '/usr/lib/switchyard',
  paths.configurationDir,
  paths.stateDir,
  paths.swapDir,
  '/var/lib/switchyard',
  paths.auditDir,
]

export function isModule(path: string): boolean {
  return path.startsWith(`${paths.helperDir}/`) && /^[\w.-]+$/.test(path.slice(paths.helperDir.length + 1))
}

function isOurs(path: string): boolean {
  return isModule(path) || singleFiles.includes(path) || ownFolders.includes(path)
}
