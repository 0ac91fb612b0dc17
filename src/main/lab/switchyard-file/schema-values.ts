import { z } from 'zod'
import { durationPattern, LONGEST_DURATION_MS, parseDurationMs } from './duration.ts'

/*
 * Every schema here says with `error` what it expects, as a phrase that goes after "must be";
 * `schema-problems.ts` makes the sentence.
 */

/** A text with something in it, of the given form. */
export function words(expected: string, pattern: RegExp = /\S/) {
  return z.string({ error: expected }).regex(pattern, { error: expected })
}

export function list<Item extends z.ZodType>(item: Item, expected: string) {
  return z.array(item, { error: expected })
}

const argument = z
  .string({ error: 'a text (put numbers in quotes)' })
  .regex(/^[^\0]*$/, { error: 'a text without zero bytes' })

/** A program and its arguments, as they are handed over: no shell reads them. */
export function argumentList(expected: string) {
  return list(argument, expected)
    .min(1, { error: 'a list of a program and its arguments' })
    .refine(([first]) => first === undefined || first.trim() !== '', {
      error: 'a list that begins with a program',
    })
}

/** Stacks and environments are named on the command line as `stack/service`. */
export const name = words(
  'a name without spaces and slashes that does not start with `-`',
  /^[^\s/-][^\s/]*$/,
)

export const serviceName = words('the name of a service', /^[A-Za-z0-9._-]+$/)

/** `*` is left out on purpose: a lab says which profiles it runs. */
export const profileName = words('the name of a profile', /^[A-Za-z0-9][A-Za-z0-9_.-]*$/)

export const projectName = words(
  'a Compose project name (small letters, digits, `-` and `_`, a letter or digit first)',
  /^[a-z0-9][a-z0-9_-]*$/,
)

export const webAddress = words(
  'an address that starts with http:// or https://',
  /^https?:\/\/[^\s/]/,
).refine((url) => URL.canParse(url), { error: 'an address that starts with http:// or https://' })

const durationExpected = 'a duration like `30s`, `12m` or `1h30m` (a plain number is seconds; at most 24h)'

/** A duration as written; `parseDurationMs` reads it. */
export const duration = z
  .union(
    [
      z
        .number({ error: durationExpected })
        .min(0, { error: durationExpected })
        .max(LONGEST_DURATION_MS / 1000, { error: durationExpected }),
      words(durationExpected, durationPattern),
    ],
    { error: durationExpected },
  )
  .refine((written) => parseDurationMs(written) <= LONGEST_DURATION_MS, { error: durationExpected })

export const positiveDuration = duration.refine((written) => parseDurationMs(written) > 0, {
  error: 'a duration longer than nothing',
})

export const fileList = list(words('the path of a file'), 'a list of files').min(1, {
  error: 'a list of at least one file',
})

const filePath = words('the path of a file')

const alternatives = list(filePath, 'a list of files of which the first that exists is read').min(1, {
  error: 'a list of at least one file',
})

/** Like Compose's own long form of `env_file`: `required: false` lets a file be missing. */
const environmentVariableFile = z.union(
  [
    filePath,
    alternatives,
    z.strictObject(
      {
        path: z
          .union([filePath, alternatives], {
            error: 'the path of a file, or a list of which the first that exists is read',
          })
          .describe('The file, or a list of which the first that exists is read.'),
        required: z
          .boolean({ error: '`true` or `false`' })
          .describe('`false`: it may be missing. Default: `true`.')
          .optional(),
      },
      { error: 'a file' },
    ),
  ],
  { error: 'a file, a list of which the first that exists is read, or `path` with `required: false`' },
)

export const environmentVariableFiles = list(environmentVariableFile, 'a list of env files')

export type EnvironmentVariableFile = z.output<typeof environmentVariableFile>
