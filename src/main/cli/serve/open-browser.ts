import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/**
 * Opens the link in the operator's browser; null when there is none. What the browser is told to open is a file that only this
 * user can read and that leads to the link: the link itself on a command line could be read by everybody on the machine. The
 * returned function removes the file.
 */
export async function openInBrowser(
  link: string,
  variables: NodeJS.ProcessEnv,
): Promise<(() => void) | null> {
  const folder = mkdtempSync(path.join(tmpdir(), 'switchyard-'))
  const file = path.join(folder, 'open.html')
  const remove = () => rmSync(folder, { recursive: true, force: true })
  writeFileSync(
    file,
    `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=${link}">`,
    { mode: 0o600 },
  )
  if (await callOpener(file, variables)) return remove
  remove()
  return null
}

/** Opens a page that is no secret in the operator's browser; false when there is none. Only for http and https. */
export async function openAddress(url: string, variables: NodeJS.ProcessEnv): Promise<boolean> {
  const hasScreen = Boolean(variables['DISPLAY'] || variables['WAYLAND_DISPLAY'])
  if (!/^https?:\/\//.test(url) || (process.platform === 'linux' && !hasScreen)) return false
  return callOpener(url, variables)
}

function callOpener(target: string, variables: NodeJS.ProcessEnv): Promise<boolean> {
  const [program, args] = openerOf(process.platform)
  return new Promise((resolve) => {
    const opener = spawn(program, [...args, target], { stdio: 'ignore', detached: true, env: variables })
    opener.once('error', () => resolve(false))
    // Some openers stay as long as the browser does.
    const stayed = setTimeout(() => resolve(true), 3000)
    opener.once('exit', (code) => {
      clearTimeout(stayed)
      resolve(code === 0)
    })
    opener.unref()
  })
}

function openerOf(platform: NodeJS.Platform): readonly [string, readonly string[]] {
  if (platform === 'darwin') return ['open', []]
  if (platform === 'win32') return ['explorer.exe', []]
  return ['xdg-open', []]
}
