import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Electron's program, or why the desktop app cannot run here, as the end of a sentence. */
export type ElectronRuntime = { readonly file: string } | { readonly missing: string }

/**
 * Finds the runtime without starting it. Not by `require('electron')`, which downloads the runtime when it is missing.
 * `variables` is the process environment: on Linux it says whether there is a display.
 */
export function findElectron(packageDir: string, variables: NodeJS.ProcessEnv): ElectronRuntime {
  const electronDir = join(packageDir, 'node_modules', 'electron')
  const distDir = variables['ELECTRON_OVERRIDE_DIST_PATH'] || join(electronDir, 'dist')
  const file = join(distDir, readProgramName(electronDir))
  if (!existsSync(file)) return { missing: 'the Electron runtime is not installed: npx install-electron' }
  const hasDisplay = Boolean(variables['DISPLAY'] || variables['WAYLAND_DISPLAY'])
  if (process.platform === 'linux' && !hasDisplay) return { missing: 'there is no display' }
  return { file }
}

/** As Electron's installer writes it down. */
function readProgramName(electronDir: string): string {
  try {
    return readFileSync(join(electronDir, 'path.txt'), 'utf8').trim()
  } catch {
    return 'electron'
  }
}
