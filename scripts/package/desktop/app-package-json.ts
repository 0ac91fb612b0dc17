import type { Release } from '../release.ts'
import type { ShippedPackage } from '../shipped/shipped-package.ts'
import { desktopId, desktopName } from './builder-config.ts'

export interface AppPackageJsonFacts {
  readonly release: Release
  readonly description: string
  readonly license: string
  /** Libraries beside the bundle; the first is the one that is asked for. */
  readonly unbundled: readonly ShippedPackage[]
}

/** The package.json of the app that Electron runs. Pure. */
export function appPackageJson({ release, description, license, unbundled }: AppPackageJsonFacts): string {
  const [asked] = unbundled
  return (
    JSON.stringify(
      {
        name: desktopName,
        productName: 'Switchyard',
        // Which window belongs to which desktop file.
        desktopName: `${desktopId}.desktop`,
        version: release.version,
        description,
        license,
        author: release.maintainer,
        homepage: release.homepage,
        type: 'module',
        main: 'out/main/index.js',
        ...(asked ? { dependencies: { [asked.name]: asked.version } } : {}),
      },
      null,
      2,
    ) + '\n'
  )
}
