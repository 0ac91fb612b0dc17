import type { Command } from 'commander'
import packageJson from '../../../../package.json' with { type: 'json' }
import type { Session } from '../session.ts'

/** For whoever makes a package: prints what becomes `switchyard.1`. */
export function addManualCommand(program: Command, session: Session): void {
  program
    .command('manual', { hidden: true })
    .description('Print the manual as a page for man(1)')
    .action(async () => {
      const { manualPage } = await import('../manual/manual-page.ts')
      const { stdout, variables, now } = session.world
      // As everywhere in reproducible builds: seconds since 1970.
      const builtAt = variables['SOURCE_DATE_EPOCH']
      const date = new Date(builtAt ? Number(builtAt) * 1000 : now()).toISOString().slice(0, 10)
      stdout.write(manualPage(program, { version: packageJson.version, date }))
    })
}
