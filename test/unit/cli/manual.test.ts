import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { manualPage } from '../../../src/main/cli/manual/manual-page.ts'
import { block } from './support/text.ts'
import { runCli } from './support/run-cli.ts'

describe('the manual page', () => {
  it('has what commands say of themselves, and nothing that roff would take for its own', () => {
    const program = new Command('yard').description('Does it.').option('--lab <dir>', 'a "folder"')
    const host = program.command('host').description('.hidden is no request, and \\fB no font')
    host
      .command('install')
      .description("'tis one… of two lines")
      .argument('[names...]', 'what')
      .option('--dry-run', 'print only')
      .addHelpText('after', "\nWords\nof it.\n\nExample:\n  $ yard host install\n  'quoted'")
    program.command('complete', { hidden: true })
    const page = manualPage(program, { version: '1.2.3', date: '2026-03-01' })
    const [head = '', commands = ''] = page.split(/^(?=\.SH "COMMANDS")|^\.SH "EXIT STATUS"/m)
    expect(head).toBe(block`
      .TH YARD 1 2026-03-01 "yard 1.2.3" "User Commands"
      .SH "NAME"
      yard \\- does it
      .SH "SYNOPSIS"
      .B "yard"
      [options] [command]
      .SH "DESCRIPTION"
      Does it.
      .SH "OPTIONS"
      Every command takes these, before or after its name.
      .TP
      .B "\\-\\-lab <dir>"
      a "folder"
      .TP
      .B "\\-h, \\-\\-help"
      display help for command

    `)
    expect(commands).toBe(block`
      .SH "COMMANDS"
      .SS "yard host [options] [command]"
      \\&.hidden is no request, and \\efB no font
      .SS "yard host install [options] [names...]"
      \\&'tis one\\[u2026] of two lines
      .TP
      .B "names"
      what
      .TP
      .B "\\-\\-dry\\-run"
      print only
      .PP
      Words
      of it.
      .PP
      .EX
      Example:
        $ yard host install
        'quoted'
      .EE

    `)
  })

  it('is printed with every command that the help shows, of the day of the build', async () => {
    const { stdout } = await runCli(['manual'], { variables: { SOURCE_DATE_EPOCH: '1772323200' } })
    expect(stdout).toMatch(/^\.TH SWITCHYARD 1 2026-03-01 "switchyard /)
    const shown = (await runCli(['--help'])).stdout.split('Commands:\n')[1]?.split('\n\n')[0] ?? ''
    const names = [...shown.matchAll(/^ {2}([\w-]+)/gm)]
      .map(([, name]) => name)
      .filter((name) => name !== 'help')
    expect(names.length).toBeGreaterThan(30)
    for (const name of [...names, 'host install'])
      expect(stdout).toContain(`\n.SS "switchyard ${name?.replaceAll('-', '\\-')} `)
  })
})
