import { z } from 'zod'
import { parseSizeMib, sizePattern } from '../../../shared/size.ts'
import { positiveDuration, words } from './schema-values.ts'

const sizeExpected = 'a size from `64MiB` to `1TiB`, like `16GiB`'

const size = words(sizeExpected, sizePattern).refine(
  (written) => parseSizeMib(written) >= 64 && parseSizeMib(written) <= 1024 * 1024,
  { error: sizeExpected },
)

const place = words('the name of a place for swap files', /^[a-z0-9][a-z0-9-]{0,31}$/)

const switchEntry = (what: string) => z.boolean({ error: '`true` or `false`' }).describe(what)

export const recipeEntrySchema = z
  .strictObject(
    {
      swap: z
        .union(
          [
            size,
            z.strictObject(
              {
                size: size.describe('Size of the swap file.'),
                place: place
                  .describe(
                    'A place that `switchyard host install --swap-place NAME=FOLDER` has set up. Default: `default`.',
                  )
                  .optional(),
              },
              { error: 'a size' },
            ),
          ],
          { error: `${sizeExpected}, or a map with \`size\` and \`place\`` },
        )
        .describe('A swap file that is on while the service loads.')
        .optional(),
      pause_guards: switchEntry(
        'Whether earlyoom, systemd-oomd and nohang are paused meanwhile. Default: `false`; swap alone is often enough.',
      ).optional(),
      flush_cache: switchEntry(
        'Whether the page cache is dropped before the start. Default: `false`; it hurts when the model file is cached.',
      ).optional(),
      until: z
        .union([z.literal('ready'), positiveDuration], { error: '`ready` or a duration like `5m`' })
        .describe('When the host is given back: when the service is ready (the default), or after a time.')
        .optional(),
      limit: positiveDuration
        .describe(
          'The host is given back after this time, whatever happens. Default: the time limit of the service and a minute.',
        )
        .optional(),
      only_if_available_below: size
        .describe('Do it only when less memory than this is available at the start.')
        .optional(),
      on_failure: z
        .enum(['continue', 'abort'], { error: '`continue` or `abort`' })
        .describe(
          'What a host that cannot be prepared means for the start of the service. Default: `continue`, with a warning.',
        )
        .optional(),
    },
    { error: 'a map like `{ swap: 16GiB, pause_guards: true }`' },
  )
  .describe('What a heavy service needs of the host while it loads; given back afterwards, whatever happens.')

export type RecipeEntry = Readonly<z.output<typeof recipeEntrySchema>>
