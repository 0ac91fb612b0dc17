import type { ShippedPackage } from '../shipped/shipped-package.ts'

export interface PackageJsonFacts {
  readonly name: string
  readonly version: string
  readonly description: string
  readonly license: string
  /** Libraries that lie beside the program and are not in its bundle; the first is the one that is asked for. */
  readonly unbundled: readonly ShippedPackage[]
}

/** The package.json of what is shipped: what was needed to build it is not needed to run it. Pure. */
export function packageJsonText({
  name,
  version,
  description,
  license,
  unbundled,
}: PackageJsonFacts): string {
  const [asked] = unbundled
  return (
    JSON.stringify(
      {
        name,
        version,
        description,
        license,
        type: 'module',
        bin: { switchyard: 'bin/switchyard' },
        man: ['./man/switchyard.1'],
        engines: { node: '>=24' },
        os: ['linux'],
        ...(asked
          ? {
              dependencies: { [asked.name]: asked.version },
              bundleDependencies: [asked.name],
            }
          : {}),
      },
      null,
      2,
    ) + '\n'
  )
}
