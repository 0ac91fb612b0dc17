import { posix } from 'node:path'
import { SwitchyardError } from '../../../shared/errors.ts'
import { bootUnitText } from './boot-unit.ts'
import { installPaths as paths } from './install-paths.ts'
import { manifestText, type HelperPackage, type PackageName } from './manifest.ts'
import type { BundledFile, WantedItem } from './model.ts'
import { file, link, policyItem, programItems } from './wanted-items.ts'

/**
 * What a package of the system brings of the helper: the same programs and actions of polkit as an installation by hand, each
 * use of which wants an administrator's password, and nothing in /etc. That a group needs none is the operator's to say, by
 * `switchyard host install`. The boot unit only gives back, and runs only where the helper has left something. Pure.
 */
export function packageItems(bundle: readonly BundledFile[], owner: PackageName): WantedItem[] {
  const items = [...programItems(bundle), policyItem(), ...bootItems()]
  const digests = items
    .filter(({ kind }) => kind !== 'folder')
    .map(({ path, digest }) => [path, digest] as const)
  const text = manifestText(Object.fromEntries(digests), owner)
  return [...items, file(paths.manifest, 0o644, text, 'What the package holds of the helper.')]
}

const systemUnits = '/usr/lib/systemd/system'

/** Where packages have units and what is started at boot, without a script that would enable it. */
function bootItems(): WantedItem[] {
  const name = posix.basename(paths.bootUnit)
  return [
    file(posix.join(systemUnits, name), 0o644, bootUnitText(), 'Gives the host back after a power failure.'),
    link(posix.join(systemUnits, 'multi-user.target.wants', name), `../${name}`, 'Has it run at boot.'),
  ]
}

/** Only the package changes what it brought. Throws HOST_REFUSED when that is not the helper of this Switchyard. */
export function mustBeSameVersion(bundle: readonly BundledFile[], { name, files }: HelperPackage): void {
  const isSame = programItems(bundle).every(({ path, digest }) => digest === null || files[path] === digest)
  if (isSame) return
  throw new SwitchyardError(
    'HOST_REFUSED',
    `The host helper belongs to the package ${name}, and is not the one of this Switchyard.`,
    { hint: 'Bring the package to this version, or use the `switchyard` that came with it.' },
  )
}
