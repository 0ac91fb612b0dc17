import { z } from 'zod'

const measured = <Value extends z.ZodType>(value: Value) =>
  z.object({ value, measuredAtMs: z.number() }).nullable()
const bytesByName = z.record(z.string(), z.number())

/** What was measured last, as it lies in the cache folder. */
export const keptSizesSchema = z.object({
  address: z.string(),
  sizes: z.object({
    images: measured(z.object({ layersBytes: z.number(), sharedBytes: bytesByName })),
    containers: measured(bytesByName),
    volumes: measured(bytesByName),
    'build-cache': measured(
      z.array(
        z.object({
          id: z.string(),
          description: z.string(),
          bytes: z.number(),
          isInUse: z.boolean(),
          isShared: z.boolean(),
          createdAtMs: z.number().nullable(),
        }),
      ),
    ),
  }),
})
