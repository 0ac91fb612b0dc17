import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

export const installedHelper = '/usr/lib/switchyard/host/switchyard-host'

/** Where the helper and what it keeps are. Fixed, because the helper takes no paths; tests name others. */
export interface HostPaths {
  /** The installed helper. */
  readonly helper: string
  /** The one that comes with Switchyard; null where it does not. */
  readonly bundledHelper: string | null
  readonly configuration: string
  readonly journal: string
  readonly audit: string
  readonly polkitPolicy: string
}

export function hostPaths(from: string = import.meta.dirname): HostPaths {
  return {
    helper: installedHelper,
    bundledHelper: findBundled(from),
    configuration: '/etc/switchyard/host.json',
    journal: '/var/lib/switchyard/host/journal.json',
    audit: '/var/log/switchyard/host.log',
    polkitPolicy: '/usr/share/polkit-1/actions/dev.switchyard.host.policy',
  }
}

/** From any folder of the package: the source and the bundles lie at different depths. */
function findBundled(from: string): string | null {
  if (existsSync(join(from, 'package.json'))) {
    const helper = join(from, 'resources', 'host', 'switchyard-host')
    return existsSync(helper) ? helper : null
  }
  const parent = dirname(from)
  return parent === from ? null : findBundled(parent)
}
