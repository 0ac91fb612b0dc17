import { z } from 'zod'
import { argumentList, list, positiveDuration, serviceName, words } from './schema-values.ts'

const programExpected = 'the path of a program, or a list of a program and its arguments'

export const program = z.union([words(programExpected, /^(?=.*\S)[^\0]+$/s), argumentList(programExpected)], {
  error: programExpected,
})

const programOrNone = z.union([program, z.literal(false)], { error: `${programExpected}, or \`false\`` })

export const scriptsEntrySchema = z
  .strictObject(
    {
      start: programOrNone
        .describe(
          'Run instead of the plain start. `false`: none, whatever container_actions.yaml says. A text is one path, from this folder; a list is a program and its arguments. No shell reads it.',
        )
        .optional(),
      stop: programOrNone
        .describe('Run instead of the plain stop; what still runs afterwards is stopped plainly.')
        .optional(),
      timeout: positiveDuration
        .describe(
          'A script is ended after this time, with everything that it has started. Default: the time limit of the service, and 5m for a stop.',
        )
        .optional(),
      description: words('a short text').describe('What they do; shown in plans.').optional(),
    },
    { error: 'a map like `{ start: ./start.sh, stop: ./stop.sh }`' },
  )
  .describe('Programs that start and stop a service instead of Docker alone. Readiness is judged as ever.')

const hookEntry = z
  .strictObject(
    {
      run: program.describe(
        'A text is one path, from this folder; a list is a program and its arguments. No shell reads it.',
      ),
      name: words('a short text').describe('What it is called in plans and runs.').optional(),
      timeout: positiveDuration.describe('It is ended after this time. Default: 1m.').optional(),
      on_failure: z
        .enum(['abort', 'continue'], { error: '`abort` or `continue`' })
        .describe(
          'What its failure means: `abort` (the default before) does not go on with what comes after it, `continue` (the default after) is a warning.',
        )
        .optional(),
    },
    { error: 'a map like `{ run: ./prepare.sh }`' },
  )
  .describe('A program of yours that is run at this moment.')

const moment = (when: string) =>
  list(hookEntry, 'a list of hooks like `{ run: ./prepare.sh }`').describe(when).optional()

export const hooksSchema = z
  .strictObject(
    {
      before_start: moment('Before anything of it is started.'),
      after_start: moment('When everything that was to be started is ready.'),
      before_stop: moment('Before anything of it is stopped.'),
      after_stop: moment('When everything that was to be stopped has stopped.'),
    },
    { error: 'a map with `before_start`, `after_start`, `before_stop` and `after_stop`' },
  )
  .nullable()

export const scriptsSchema = z
  .record(serviceName, scriptsEntrySchema, { error: 'a map from service names to scripts' })
  .nullable()

export type ScriptsEntry = Readonly<z.output<typeof scriptsEntrySchema>>
export type HooksEntry = Readonly<z.output<typeof hooksSchema>>
