import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import type { Session } from '../session.ts'

export function addDoctorCommand(program: Command, session: Session): void {
  const command = program
    .command('doctor')
    .summary('Check the engine, files, ports, networks')
    .description('Check the engine, the files, ports and networks; exit code 1 when something is wrong')
    .option('--fix', 'carry out the fixes that are safe to do at once')
    .addHelpText('after', examples)
  command.action((options: { readonly fix?: boolean }) =>
    session.perform(command, async (context) => {
      const { client, selection, terminal, isJson } = context
      const { renderDoctorReport } = await import('../render/doctor.ts')
      const report = await client.labs.doctor({ ...selection, fix: options.fix ?? false })
      if (isJson) terminal.printJson(report)
      else {
        terminal.print(renderDoctorReport(report, terminal.style))
        const isLabWrong = report.findings.some(({ check, level }) => check === 'lab' && level === 'error')
        if (isLabWrong) {
          const { suggestLabs } = await import('../suggest-labs.ts')
          terminal.print(await suggestLabs(context))
        }
      }
      return report.findings.some(({ level }) => level === 'error') ? exitCodes.failed : exitCodes.done
    }),
  )
}

const examples = `
Example:
  $ switchyard doctor
  $ switchyard doctor --fix`
