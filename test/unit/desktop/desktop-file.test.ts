import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { readArguments } from '../../../src/main/desktop/read-arguments.ts'

const file = join(import.meta.dirname, '../../../resources/desktop/switchyard.desktop')
const groups = readGroups(readFileSync(file, 'utf8'))
const entry = groups.get('Desktop Entry') ?? new Map<string, string>()

describe('the desktop file', () => {
  test('opens Switchyard, and is who opens its links', () => {
    expect(Object.fromEntries(entry)).toMatchObject({
      Type: 'Application',
      Name: 'Switchyard',
      Exec: 'switchyard-desktop %u',
      Terminal: 'false',
      MimeType: 'x-scheme-handler/switchyard;',
    })
  })

  test('has the actions that it names, and the program understands them', () => {
    const names = (entry.get('Actions') ?? '').split(';').filter((name) => name !== '')
    expect([...groups.keys()]).toEqual(['Desktop Entry', ...names.map((name) => `Desktop Action ${name}`)])
    const asked = names.map((name) => {
      const action = groups.get(`Desktop Action ${name}`)
      const [, ...given] = (action?.get('Exec') ?? '').split(' ')
      return [action?.get('Name'), readArguments({ arguments: given, workingDir: '/' }).action]
    })
    expect(asked).toEqual([
      ['Start everything', 'start-everything'],
      ['Stop apps', 'stop-apps'],
    ])
  })

  test('is valid for the desktop’s own tool, where that is installed', async () => {
    const said = await promisify(execFile)('desktop-file-validate', [file]).then(
      ({ stdout }) => stdout,
      (error: unknown) => {
        const { code, stdout } = error as NodeJS.ErrnoException & { readonly stdout?: string }
        return code === 'ENOENT' ? '' : (stdout ?? String(error))
      },
    )
    expect(said).toBe('')
  })
})

/** Keys by group, in the order of the file; every line must be one of these. */
function readGroups(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const found = new Map<string, Map<string, string>>()
  let group: Map<string, string> | null = null
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const [, name] = /^\[(.+)\]$/.exec(line) ?? []
    const [, key, value] = /^([A-Za-z-]+)=(.*)$/.exec(line) ?? []
    if (name !== undefined) found.set(name, (group = new Map<string, string>()))
    else if (group && key !== undefined && value !== undefined) group.set(key, value)
    else throw new Error(`no line of a desktop file: ${line}`)
  }
  return found
}
