import { z } from 'zod'
import { duration, positiveDuration, webAddress, words } from './schema-values.ts'

/** The keys that each name a way of judging; a service has one at most. */
export const checkKeys = ['http', 'tcp', 'log', 'health', 'running', 'completed'] as const

const tcpExpected = 'a host and a port like `127.0.0.1:5432`'

const tcpAddress = words(tcpExpected, /^(\[[0-9A-Fa-f:.]+\]|[^\s:/[\]]+):\d{1,5}$/).refine(
  (address) => isPort(Number(address.slice(address.lastIndexOf(':') + 1))),
  { error: tcpExpected },
)

const logPattern = words('a regular expression').refine(isRegularExpression, {
  error: 'a regular expression that compiles',
})

const yes = z.literal(true, { error: '`true`, or left out' })

export const readinessEntrySchema = z
  .strictObject(
    {
      http: webAddress.describe('Ready when a GET of this address answers.').optional(),
      status: z
        .int({ error: 'an HTTP status from 100 to 599' })
        .min(100, { error: 'an HTTP status from 100 to 599' })
        .max(599, { error: 'an HTTP status from 100 to 599' })
        .describe('The status that `http` must answer. Default: any below 400.')
        .optional(),
      tcp: tcpAddress.describe('Ready when this host and port accept a connection.').optional(),
      log: logPattern
        .describe('Ready when a line of the log of this start matches the regular expression.')
        .optional(),
      health: yes
        .describe("Ready when the container's own health command succeeds. The default where there is one.")
        .optional(),
      running: yes.describe('Ready when it runs and has kept running for the grace time.').optional(),
      completed: yes.describe('A one-shot: done when it exits with 0.').optional(),
      timeout: positiveDuration.describe('How long it may take to get ready.').optional(),
      grace: duration
        .describe(
          'How long it must keep running to count as ready, where nothing else is checked. Default: 1s.',
        )
        .optional(),
      retries: z
        .int({ error: 'a whole number from 0 to 100' })
        .min(0, { error: 'a whole number from 0 to 100' })
        .max(100, { error: 'a whole number from 0 to 100' })
        .describe('How often it is started again after it failed to get ready.')
        .optional(),
    },
    { error: 'a map like `{ http: http://127.0.0.1:8080/health }`' },
  )
  .superRefine((entry, context) => {
    const [first, ...others] = checkKeys.filter((key) => entry[key] !== undefined)
    const complain = (key: string, message: string) =>
      context.addIssue({ code: 'custom', path: [key], message, params: aboutKey, input: entry })
    for (const key of others) complain(key, `There can be one check only, and \`${first}\` is one already.`)
    if (entry.status !== undefined && entry.http === undefined)
      complain('status', '`status` goes with `http` only.')
    if (entry.grace !== undefined && first !== undefined && first !== 'running') {
      complain(
        'grace',
        `\`grace\` goes with \`running\` or no check at all; \`${first}\` does not wait for it.`,
      )
    }
  })
  .describe('How Switchyard judges that the service is ready, and how long it waits for it.')

export type ReadinessEntry = Readonly<z.output<typeof readinessEntrySchema>>

/** Marks an issue whose message is a whole sentence about the key itself. */
const aboutKey = { isSentence: true }

function isPort(port: number): boolean {
  return port >= 1 && port <= 65_535
}

function isRegularExpression(pattern: string): boolean {
  try {
    new RegExp(pattern)
    return true
  } catch {
    return false
  }
}
