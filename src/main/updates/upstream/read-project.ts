import { z } from 'zod'

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String)

const serviceSchema = z.looseObject({
  image: z.string().optional(),
  build: z.unknown().optional(),
  command: z.unknown().optional(),
  entrypoint: z.unknown().optional(),
  environment: z.record(z.string(), text.nullable()).nullish(),
  ports: z
    .array(
      z.looseObject({
        target: text,
        published: text.optional(),
        host_ip: z.string().optional(),
        protocol: z.string().optional(),
      }),
    )
    .nullish(),
  volumes: z
    .array(z.looseObject({ type: z.string(), source: z.string().optional(), target: z.string() }))
    .nullish(),
  depends_on: z.record(z.string(), z.looseObject({ condition: z.string().optional() })).nullish(),
  healthcheck: z.unknown().optional(),
})

const projectSchema = z.looseObject({ services: z.record(z.string(), serviceSchema).nullish() })

/** A service of `docker compose config --format json`, as far as two projects are compared. */
export type ComparedService = z.infer<typeof serviceSchema>

/** Services by name. */
export type ComparedProject = Readonly<Record<string, ComparedService>>

export function readProject(json: string): ComparedProject {
  return projectSchema.parse(JSON.parse(json)).services ?? {}
}
