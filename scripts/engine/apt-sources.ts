import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface AptSource {
  /** Where this machine gets its Debian packages. */
  readonly uris: readonly string[]
  /** Path of the keyring, when the machine's entry names one. */
  readonly signedBy: string | undefined
}

/**
 * The apt entry by which this machine gets the packages of its own release, read from its deb822 (`.sources`) and
 * one-line (`.list`) files. Throws one sentence when there is none.
 */
export async function readMachineAptSource(codename: string, aptDir = '/etc/apt'): Promise<AptSource> {
  for (const path of await sourceFiles(aptDir)) {
    const text = await readFile(path, 'utf8')
    const source = path.endsWith('.sources') ? fromDeb822(text, codename) : fromOneLine(text, codename)
    if (source !== undefined) return source
  }
  throw new Error(`No apt source under ${aptDir} offers the suite ${codename}.`)
}

/** The text of a one-suite deb822 file that takes `suite` from the same place. */
export function aptSourceText(source: AptSource, suite: string): string {
  const lines = ['Types: deb', `URIs: ${source.uris.join(' ')}`, `Suites: ${suite}`, 'Components: main']
  if (source.signedBy !== undefined) lines.push(`Signed-By: ${source.signedBy}`)
  return lines.join('\n') + '\n'
}

export interface DebianRelease {
  readonly id: string
  readonly codename: string
}

/** `ID` and `VERSION_CODENAME` of `/etc/os-release`; empty strings when the file does not say. */
export async function readRelease(path = '/etc/os-release'): Promise<DebianRelease> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const value = (name: string): string => new RegExp(`^${name}="?([^"\\n]*)"?$`, 'm').exec(text)?.[1] ?? ''
  return { id: value('ID'), codename: value('VERSION_CODENAME') }
}

async function sourceFiles(aptDir: string): Promise<string[]> {
  const partsDir = join(aptDir, 'sources.list.d')
  const parts = await namesIn(partsDir)
  const files = parts.filter((name) => /\.(sources|list)$/.test(name)).sort()
  const single = (await namesIn(aptDir)).includes('sources.list')
  return [...(single ? [join(aptDir, 'sources.list')] : []), ...files.map((name) => join(partsDir, name))]
}

function fromDeb822(text: string, codename: string): AptSource | undefined {
  for (const stanza of text.split(/\n\s*\n/)) {
    const fields = new Map<string, string>()
    let last = ''
    for (const line of stanza.split('\n')) {
      if (line.startsWith('#')) continue
      const field = /^([A-Za-z-]+):\s*(.*)$/.exec(line)
      if (field) {
        last = (field[1] ?? '').toLowerCase()
        fields.set(last, (field[2] ?? '').trim())
      } else if (/^\s/.test(line) && last !== '') {
        fields.set(last, `${fields.get(last) ?? ''} ${line.trim()}`.trim())
      }
    }
    const words = (name: string): string[] =>
      (fields.get(name) ?? '').split(/\s+/).filter((word) => word !== '')
    if (fields.get('enabled')?.toLowerCase() === 'no') continue
    if (!words('types').includes('deb') || !words('suites').includes(codename)) continue
    if (!words('components').includes('main')) continue
    // A key may also stand in the field itself; only a path can be handed on as it is.
    const signedBy = fields.get('signed-by')
    return { uris: words('uris'), signedBy: signedBy?.startsWith('/') ? signedBy : undefined }
  }
  return undefined
}

function fromOneLine(text: string, codename: string): AptSource | undefined {
  for (const line of text.split('\n')) {
    const entry = /^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+(.*)$/.exec(line.trim())
    if (!entry) continue
    const [, options = '', uri = '', suite = '', components = ''] = entry
    if (suite !== codename || !components.split(/\s+/).includes('main')) continue
    return { uris: [uri], signedBy: /signed-by=(\S+)/i.exec(options)?.[1] }
  }
  return undefined
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((): string[] => [])
}
