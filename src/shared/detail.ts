import { z } from 'zod'
import { placeSchema } from './errors.ts'
import { linkSchema, serviceRefSchema } from './lab.ts'
import { gateSchema } from './plan.ts'

/** One line of the configuration as Compose resolves it, with where it comes from. Secrets are masked. */
export const configLineSchema = z.object({ text: z.string(), place: placeSchema.nullable() })
export type ConfigLine = Readonly<z.infer<typeof configLineSchema>>

/** What one file changes of what the files before it say. Values are YAML on one line, secrets masked. */
export const layerChangesSchema = z.object({
  file: z.string(),
  changes: z.array(
    z.object({
      /** Like `services.web.ports`. */
      path: z.string(),
      /** Null when it was not there. */
      before: z.string().nullable(),
      after: z.string().nullable(),
      place: placeSchema.nullable(),
    }),
  ),
})
export type LayerChanges = Readonly<z.infer<typeof layerChangesSchema>>

/** A command line that does the same by hand, as an argument array. */
export const commandSchema = z.object({ name: z.string(), command: z.array(z.string()) })
export type Command = Readonly<z.infer<typeof commandSchema>>

export const environmentVariableSchema = z.object({
  name: z.string(),
  /** Null when it is a secret; `services.secret` reveals it. */
  value: z.string().nullable(),
  isSecret: z.boolean(),
  /** Where the value is written; null when that cannot be told. */
  place: placeSchema.nullable(),
  from: z.enum(['compose', 'env_file', 'shell', 'image']),
})
export type EnvironmentVariable = Readonly<z.infer<typeof environmentVariableSchema>>

/** Everything about one service. Paths are absolute. */
export const serviceDetailSchema = z.object({
  ref: serviceRefSchema,
  project: z.string(),
  wave: z.number().int().nonnegative(),
  profiles: z.array(z.string()),
  commands: z.array(commandSchema),
  config: z.array(configLineSchema),
  layers: z.array(layerChangesSchema),
  environment: z.array(environmentVariableSchema),
  ports: z.array(
    z.object({
      address: z.string(),
      port: z.number().int().nullable(),
      target: z.number().int(),
      protocol: z.string(),
      /** What a browser opens; null for what is no web port. */
      url: z.string().nullable(),
    }),
  ),
  mounts: z.array(
    z.object({
      kind: z.enum(['bind', 'volume', 'tmpfs', 'other']),
      source: z.string(),
      target: z.string(),
      readOnly: z.boolean(),
    }),
  ),
  networks: z.array(
    z.object({ name: z.string(), aliases: z.array(z.string()), address: z.string().nullable() }),
  ),
  image: z.object({
    reference: z.string().nullable(),
    id: z.string().nullable(),
    digest: z.string().nullable(),
    createdAt: z.iso.datetime().nullable(),
    sizeBytes: z.number().nullable(),
  }),
  container: z
    .object({
      id: z.string(),
      name: z.string(),
      startedAt: z.iso.datetime().nullable(),
      finishedAt: z.iso.datetime().nullable(),
      restartCount: z.number().int(),
      exitCode: z.number().int().nullable(),
      oomKilled: z.boolean(),
    })
    .nullable(),
  /** The container's own health command, as an argument array; empty for none. */
  healthCommand: z.array(z.string()),
  /** The latest checks as Docker keeps them, oldest first. */
  health: z.array(
    z.object({ at: z.iso.datetime(), exitCode: z.number().int(), output: z.string(), elapsedMs: z.number() }),
  ),
  /** Latest starts, newest first: how long each took from start to ready, in milliseconds. */
  starts: z.array(z.object({ at: z.iso.datetime(), elapsedMs: z.number() })),
  usualMs: z.number().nullable(),
  needs: z.array(gateSchema),
  neededBy: z.array(serviceRefSchema),
  links: z.array(linkSchema),
})
export type ServiceDetail = Readonly<z.infer<typeof serviceDetailSchema>>

export const stackDetailSchema = z.object({
  name: z.string(),
  project: z.string(),
  commands: z.array(commandSchema),
  config: z.array(configLineSchema),
  layers: z.array(layerChangesSchema),
  networks: z.array(z.object({ name: z.string(), external: z.boolean() })),
  volumes: z.array(z.object({ name: z.string(), external: z.boolean() })),
})
export type StackDetail = Readonly<z.infer<typeof stackDetailSchema>>

/** The services of a lab and what waits for what, over all stacks. */
export const labGraphSchema = z.object({
  services: z.array(z.object({ ref: serviceRefSchema, alwaysOn: z.boolean(), isActive: z.boolean() })),
  edges: z.array(z.object({ service: serviceRefSchema, gate: gateSchema })),
})
export type LabGraph = Readonly<z.infer<typeof labGraphSchema>>
