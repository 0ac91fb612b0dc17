import { z } from 'zod'
import { installPaths as paths } from './install-paths.ts'

/** What an earlier installation has written: path → digest; null for folders and links. */
export type Manifest = Readonly<Record<string, string | null>>

const packageSchema = z.object({ name: z.string(), removeBy: z.array(z.string()) })
/** A package of the system, and the command that removes it. */
export type PackageName = Readonly<z.infer<typeof packageSchema>>

const manifestSchema = z.object({
  version: z.literal(1),
  files: z.record(z.string(), z.string().nullable()),
  package: packageSchema.optional(),
})

/** A package that brought the helper, with what it holds of it. */
export interface HelperPackage extends PackageName {
  readonly files: Manifest
}

/** The package that wrote this manifest; null when it was an installation by hand, or there is none. */
export function parsePackage(text: string | null): HelperPackage | null {
  try {
    const { files, package: owner } = manifestSchema.parse(JSON.parse(text ?? ''))
    return owner ? { ...owner, files } : null
  } catch {
    return null
  }
}

export function manifestText(files: Manifest, owner: PackageName | null = null): string {
  return JSON.stringify({ version: 1, ...(owner ? { package: owner } : {}), files }, null, 2) + '\n'
}

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
  paths.addedManifest,
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
