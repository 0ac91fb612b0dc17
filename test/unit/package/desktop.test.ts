import { validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { DebugLogger } from 'builder-util'
import { describe, expect, it } from 'vitest'
import { recommends } from '../../../scripts/package/deb/control.ts'
import { appPackageJson } from '../../../scripts/package/desktop/app-package-json.ts'
import { builderConfig, desktopId } from '../../../scripts/package/desktop/builder-config.ts'
import { readArguments } from '../../../src/main/desktop/read-arguments.ts'

const release = {
  name: 'switchyard',
  version: '1.2.3',
  summary: 'Starts a lab',
  maintainer: 'Somebody <somebody@example.org>',
  homepage: 'https://example.org',
  builtAt: new Date(1_772_323_200_000),
}
const config = builderConfig({
  release,
  appDir: '/stage/app',
  systemDir: '/stage/system',
  scriptsDir: '/stage/scripts',
  iconsDir: '/stage/icons',
  outDir: '/stage/packages',
  electronVersion: '45.0.0',
  arch: 'arm64',
})

describe('the desktop edition', () => {
  it('is told to electron-builder in words that it knows', async () => {
    await expect(validateConfiguration(config, new DebugLogger(false))).resolves.toBeUndefined()
    const wrong = { ...config, electronFuses: { runAsnode: false } } as typeof config
    await expect(validateConfiguration(wrong, new DebugLogger(false))).rejects.toThrow(
      'configuration.electronFuses should be',
    )
  })

  it('can be made to run nothing but its archive, and looks for no updates', () => {
    expect(config.electronFuses).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
      grantFileProtocolExtraPrivileges: false,
    })
    expect([config.asar, config.publish]).toEqual([true, null])
  })

  it('brings what the headless one brings, and never stands beside it', () => {
    for (const [kind, fpm] of [
      ['deb', config.deb?.fpm],
      ['rpm', config.rpm?.fpm],
    ] as const)
      expect(fpm).toEqual(
        expect.arrayContaining([
          '--conflicts',
          'switchyard',
          '/stage/system/=/',
          `/stage/scripts/installed.${kind}.json=/usr/lib/switchyard/host/installed.json`,
        ]),
      )
    expect(config.rpm?.fpm).toContain(
      '/stage/system/usr/share/zsh/vendor-completions/_switchyard=/usr/share/zsh/site-functions/_switchyard',
    )
    expect(config.linux?.target).toEqual(
      ['deb', 'rpm', 'AppImage'].map((target) => ({ target, arch: ['arm64'] })),
    )
  })

  it('is called alike by its package.json and its desktop file, so that desktops know whose window it is', () => {
    expect([config.appId, config.linux?.syncDesktopName]).toEqual([desktopId, true])
    // What electron-builder and Electron make of it: they take the ending away.
    expect(desktopId).not.toMatch(/\.desktop$/)
    expect(desktopId.split('.')).toHaveLength(3)
  })

  it('has an AppImage that starts on a system as it is, and does not switch Chromium’s sandbox off', () => {
    expect([config.toolsets, config.appImage?.executableArgs]).toEqual([{ appimage: '1.0.3' }, undefined])
  })

  it('comes with what tells whether there is a tray', () => {
    expect(config.deb?.recommends).toEqual([...recommends, 'libglib2.0-bin'])
  })

  it('names its actions in the desktop file, where desktops look for them, and the app understands them', () => {
    const { entry, desktopActions } = config.linux?.desktop ?? {}
    expect(entry?.['Actions']).toBe('StartEverything;StopApps;')
    const asked = Object.entries(desktopActions ?? {}).map(([key, action]) => {
      const { Name, Exec } = action as Record<string, string>
      const given = Exec?.split(' ').slice(1) ?? []
      return [key, Name, readArguments({ arguments: given, workingDir: '/' }).action]
    })
    expect(asked).toEqual([
      ['StartEverything', 'Start everything', 'start-everything'],
      ['StopApps', 'Stop apps', 'stop-apps'],
    ])
  })

  it('has an app that Electron can start, without anything to build', () => {
    const ssh2 = { dir: 'node_modules/ssh2', name: 'ssh2', version: '1.0.0', license: 'MIT', texts: [] }
    expect(
      JSON.parse(appPackageJson({ release, description: 'Starts.', license: 'MIT', unbundled: [ssh2] })),
    ).toEqual({
      name: 'switchyard-desktop',
      productName: 'Switchyard',
      desktopName: 'dev.switchyard.Switchyard.desktop',
      version: '1.2.3',
      description: 'Starts.',
      license: 'MIT',
      author: 'Somebody <somebody@example.org>',
      homepage: 'https://example.org',
      type: 'module',
      main: 'out/main/index.js',
      dependencies: { ssh2: '1.0.0' },
    })
  })
})
