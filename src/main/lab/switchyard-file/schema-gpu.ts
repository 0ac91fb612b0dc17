import { z } from 'zod'
import { parseSizeMib, sizePattern } from '../../../shared/size.ts'
import { argumentList, positiveDuration, webAddress, words } from './schema-values.ts'

const sizeExpected = 'a size from `64MiB` to `16TiB`, like `24GiB`'

const size = words(sizeExpected, sizePattern).refine(
  (written) => parseSizeMib(written) >= 64 && parseSizeMib(written) <= 16 * 1024 * 1024,
  { error: sizeExpected },
)

const addressExpected = 'an address that starts with http:// or https://, without a user and a password'

const httpCall = z
  .strictObject(
    {
      http: webAddress
        .refine((url) => URL.canParse(url) && new URL(url).username === '' && new URL(url).password === '', {
          error: addressExpected,
        })
        .describe('Where the service is asked to unload; http or https. Redirects are not followed.'),
      method: z
        .enum(['GET', 'POST', 'PUT', 'DELETE'], { error: '`GET`, `POST`, `PUT` or `DELETE`' })
        .describe('Default: `POST`.')
        .optional(),
      body: words('a text', /^[^]*$/)
        .describe('What is sent; JSON is said to be JSON.')
        .optional(),
      timeout: positiveDuration.describe('How long the answer may take. Default: 30s.').optional(),
    },
    { error: "a map like `{ http: 'http://127.0.0.1:8188/free' }`" },
  )
  .describe('An HTTP call; any answer from 200 to 299 means that it unloads.')

const program = argumentList('a list of a program and its arguments').describe(
  'A program and its arguments, run in the folder of the lab; exit code 0 means that it unloads. No shell reads it.',
)

export const gpuEntrySchema = z
  .strictObject(
    {
      vram: size.describe('How much of the memory of a GPU it needs. Default: the whole GPU.').optional(),
      exclusive: z
        .literal(true, { error: '`true`' })
        .describe('It needs the whole GPU: no other claim beside it. The same as no `vram`.')
        .optional(),
      device: z
        .int({ error: 'the number of a GPU, from 0' })
        .min(0, { error: 'the number of a GPU, from 0' })
        .max(255, { error: 'the number of a GPU, from 0' })
        .describe('The GPU that its Compose file gives it, as `switchyard gpu` counts them. Default: any.')
        .optional(),
      unload: z
        .union([httpCall, program], {
          error:
            "a call like `{ http: 'http://127.0.0.1:8188/free' }`, or a list of a program and its arguments",
        })
        .describe(
          'How it is asked to give the memory back and go on running. Without it, it can only be stopped.',
        )
        .optional(),
    },
    { error: 'a map like `{ vram: 12GiB }`' },
  )
  .refine(({ vram, exclusive }) => vram === undefined || exclusive === undefined, {
    error: 'a map with `vram` or `exclusive`, not both',
  })
  .describe('What a service needs of a GPU for as long as it runs.')

export type GpuEntry = Readonly<z.output<typeof gpuEntrySchema>>
