import { join } from 'node:path'
import type { Configuration } from 'electron-builder'
import { installPaths } from '../../../src/main/host/install/install-paths.ts'
import { recommends } from '../deb/control.ts'
import type { Release } from '../release.ts'

export interface DesktopFacts {
  readonly release: Release
  /** Folder of the app that goes into the archive, without Electron. */
  readonly appDir: string
  /** Folder with what lies elsewhere on the system, as seen from its root. */
  readonly systemDir: string
  /** Folder with `before-remove` and `after-purge`, and with what tells each kind of package how it is removed. */
  readonly scriptsDir: string
  readonly iconsDir: string
  readonly outDir: string
  /** Of the runtime. */
  readonly electronVersion: string
  /** As Node names it: the packages carry a Node, so each is made on a machine of its own kind. */
  readonly arch: 'x64' | 'arm64'
}

export const desktopName = 'switchyard-desktop'

/**
 * By what desktops know the app: the name of its desktop file, of its windows, and before portals, which give the global shortcut
 * only to names in this form.
 */
export const desktopId = 'dev.switchyard.Switchyard'

const desktopActions = {
  StartEverything: { Name: 'Start everything', Exec: `${desktopName} --start-everything` },
  StopApps: { Name: 'Stop apps', Exec: `${desktopName} --stop-apps` },
}

/** How electron-builder makes the desktop edition. Pure. */
export function builderConfig(facts: DesktopFacts): Configuration {
  const { release, appDir, systemDir, scriptsDir } = facts
  const target = (name: string) => ({ target: name, arch: [facts.arch] })
  const system = (kind: string) => [
    ...['--before-remove', join(scriptsDir, 'before-remove')],
    // The same program and helper are in both, so there is one or the other.
    ...['--conflicts', release.name, '--provides', release.name],
    `${systemDir}/=/`,
    `${join(scriptsDir, `installed.${kind}.json`)}=${installPaths.manifest}`,
  ]
  return {
    appId: desktopId,
    productName: 'Switchyard',
    copyright: `Copyright © ${release.builtAt.getUTCFullYear()} The Switchyard maintainers`,
    electronVersion: facts.electronVersion,
    directories: { app: appDir, output: facts.outDir, buildResources: facts.iconsDir },
    files: ['**/*'],
    asar: true,
    // The engine mounts the sample lab, and cannot look into the archive.
    asarUnpack: ['resources/sample-lab/**'],
    npmRebuild: false,
    // The archive's digest is looked at on macOS and Windows only; on Linux what is installed is root's. Cookies are not encrypted:
    // there are none, and Electron would ask for the keyring's password at each start.
    electronFuses: {
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
      grantFileProtocolExtraPrivileges: false,
    },
    protocols: { name: 'Switchyard', schemes: ['switchyard'] },
    // There is no updater in it, and nothing that would look for one.
    publish: null,
    linux: {
      target: ['deb', 'rpm', 'AppImage'].map(target),
      executableName: desktopName,
      syncDesktopName: true,
      icon: facts.iconsDir,
      category: 'Development',
      maintainer: release.maintainer,
      vendor: 'Switchyard',
      synopsis: release.summary,
      description: `${release.summary}.`,
      desktop: {
        entry: {
          Name: 'Switchyard',
          GenericName: 'AI lab',
          Comment: release.summary,
          Keywords: 'docker;compose;containers;llm;gpu;',
          // Without this line desktops show none of them, and electron-builder writes none.
          Actions: `${Object.keys(desktopActions).join(';')};`,
        },
        desktopActions,
      },
    },
    deb: {
      packageName: desktopName,
      packageCategory: 'admin',
      priority: 'optional',
      compression: 'xz',
      // `gdbus` of libglib2.0-bin says whether there is a tray.
      recommends: [...recommends, 'libglib2.0-bin'],
      fpm: [
        '--replaces',
        release.name,
        '--deb-after-purge',
        join(scriptsDir, 'after-purge'),
        ...system('deb'),
      ],
    },
    rpm: {
      packageName: desktopName,
      packageCategory: 'Applications/System',
      compression: 'xz',
      // Links to files of the same build on several packages would clash; and Node comes without an id.
      fpm: [
        ...['--rpm-rpmbuild-define', '_build_id_links none'],
        ...system('rpm'),
        // Where zsh looks there; the other place is Debian's.
        `${systemDir}/usr/share/zsh/vendor-completions/_switchyard=/usr/share/zsh/site-functions/_switchyard`,
      ],
    },
    // The older one needs a library that systems lack by now, and starts without Chromium's sandbox.
    toolsets: { appimage: '1.0.3' },
    appImage: { artifactName: `Switchyard-${release.version}-${facts.arch}.AppImage` },
  }
}
