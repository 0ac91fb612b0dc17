import { z } from 'zod'
import { serviceRefSchema } from './lab.ts'

const portSchema = z.object({
  address: z.string(),
  port: z.number().int(),
  target: z.number().int(),
  protocol: z.string(),
})

/** What a text was found in. */
export const foundSchema = z.object({
  services: z.array(
    z.object({
      ref: serviceRefSchema,
      alwaysOn: z.boolean(),
      image: z.string().nullable(),
      containers: z.array(z.object({ name: z.string(), state: z.string() })),
      /** Published ones: of the containers that run, or else of the files. */
      ports: z.array(portSchema),
    }),
  ),
  /** Containers that do not belong to the lab. */
  containers: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      image: z.string(),
      state: z.string(),
      /** Null for what Compose has not made. */
      project: z.string().nullable(),
      service: z.string().nullable(),
      ports: z.array(portSchema),
    }),
  ),
  /** Only for a port: programs of this machine that listen on it. */
  processes: z.array(
    z.object({
      /** Like `nginx (pid 812)`; null when it cannot be told. */
      owner: z.string().nullable(),
      address: z.string(),
      port: z.number().int(),
      protocol: z.string(),
    }),
  ),
})
export type Found = Readonly<z.infer<typeof foundSchema>>

const settings = {
  command: z.array(z.string().regex(/^[^\0]*$/)),
  /** Whether it is given a terminal. */
  tty: z.boolean(),
  user: z.string().min(1).nullable().default(null),
  workingDir: z.string().min(1).nullable().default(null),
  /** Names; the values come from the environment of whoever runs the command, so that they stand in no process list. */
  variables: z.array(z.string().regex(/^[^=\0]+$/)).default([]),
}

/** A command in a container that runs. */
export const execRequestSchema = z.object({
  target: z.string(),
  ...settings,
  command: settings.command.min(1),
  /** Which of its containers, from 1; null for the first that runs. */
  index: z.number().int().positive().nullable().default(null),
})

/** A command in a container of its own. */
export const oneOffRequestSchema = z.object({
  target: z.string(),
  ...settings,
  /** Keeps the container when it has ended. */
  keep: z.boolean().default(false),
})

/** What is to be run with the caller's own input and output, as an argument array, and in which folder. */
export const attachedCommandSchema = z.object({
  ref: serviceRefSchema,
  command: z.array(z.string()),
  dir: z.string(),
})
