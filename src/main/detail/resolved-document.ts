import { z } from 'zod'

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String)

const serviceSchema = z.looseObject({
  image: z.string().optional(),
  container_name: z.string().optional(),
  environment: z.record(z.string(), text.nullable()).nullish(),
  healthcheck: z.looseObject({ test: z.union([z.string(), z.array(text)]).nullish() }).nullish(),
  networks: z
    .record(z.string(), z.looseObject({ aliases: z.array(z.string()).nullish() }).nullable())
    .nullish(),
  tmpfs: z.array(z.string()).nullish(),
  volumes: z
    .array(
      z.looseObject({
        type: z.string(),
        source: z.string().optional(),
        target: z.string(),
        read_only: z.boolean().optional(),
      }),
    )
    .nullish(),
})
export type ResolvedSection = z.infer<typeof serviceSchema>

const namedSchema = z
  .record(
    z.string(),
    z.looseObject({ name: z.string().optional(), external: z.unknown().optional() }).nullable(),
  )
  .nullish()
  .transform((section) => section ?? {})

const documentSchema = z.looseObject({
  name: z.string().optional(),
  services: z
    .record(z.string(), serviceSchema)
    .nullish()
    .transform((section) => section ?? {}),
  networks: namedSchema,
  volumes: namedSchema,
})

/** The parts of `docker compose config` that are taken apart; each `$` in it is doubled. */
export type ResolvedDocument = z.infer<typeof documentSchema>

export function parseResolved(document: unknown): ResolvedDocument {
  return documentSchema.parse(document ?? {})
}

/** As the container gets it: Compose writes each `$` twice. */
export function undouble(value: string): string {
  return value.replaceAll('$$', '$')
}
