import { z } from 'zod'
import { serviceRefSchema } from './lab.ts'

/** What tells one environment's service from another's. */
export const environmentPartSchema = z.enum([
  'image',
  'target',
  'ports',
  'mounts',
  'networks',
  'limits',
  'settings',
])
export type EnvironmentPart = z.infer<typeof environmentPartSchema>

/** Words to show and to compare; none: it has nothing of the kind. */
const outlineSchema = {
  image: z.string().nullable(),
  /** Stage of the Dockerfile that its image is built from; null for the last one, and without a build. */
  target: z.string().nullable(),
  /** Like `127.0.0.1:8000→80/tcp`. */
  ports: z.array(z.string()),
  /** Like `lab_data → /data` or `/srv/conf → /etc/conf (read-only)`. */
  mounts: z.array(z.string()),
  networks: z.array(z.string()),
  /** Like `memory 1.0 GiB`. */
  limits: z.array(z.string()),
}

/** What becomes different of one service when an environment takes the place of another. */
export const serviceChangeSchema = z.object({
  service: serviceRefSchema,
  /** `keep`: it is not touched; `start`: it is there, and only started; `remove`: what the other one leaves behind. */
  change: z.enum(['create', 'recreate', 'start', 'keep', 'remove']),
  /** Those before and now; null when there was none, or is none. */
  project: z.object({ before: z.string().nullable(), after: z.string().nullable() }),
  /**
   * Only what differs, `before` and `after` in the words of the table. Of settings only the names: their values may be secrets.
   */
  differences: z.array(
    z.object({ part: environmentPartSchema, before: z.array(z.string()), after: z.array(z.string()) }),
  ),
})
export type ServiceChange = Readonly<z.infer<typeof serviceChangeSchema>>

export const environmentSwitchSchema = z.object({
  /** What runs before, by stack; null stands for the files as they are, and so does a stack that is missing for nothing. */
  from: z.array(z.object({ stack: z.string(), environment: z.string().nullable(), project: z.string() })),
  services: z.array(serviceChangeSchema),
  /** Networks of projects that nobody uses any more afterwards, and those that are made. */
  networks: z.object({ removedOf: z.array(z.string()), created: z.array(z.string()) }),
})
export type EnvironmentSwitch = Readonly<z.infer<typeof environmentSwitchSchema>>

export const environmentServiceSchema = z.object({
  service: z.string(),
  /** Whether the profiles that are active include it. */
  isActive: z.boolean(),
  isRunning: z.boolean(),
  ...outlineSchema,
})
export type EnvironmentService = Readonly<z.infer<typeof environmentServiceSchema>>

/** A stack in one environment. Paths are absolute. */
export const environmentStackSchema = z.object({
  stack: z.string(),
  project: z.string(),
  files: z.array(z.string()),
  envFiles: z.array(z.string()),
  profiles: z.array(z.string()),
  /** False: the environment leaves the stack as its files are. */
  isChanged: z.boolean(),
  /** How many of its containers run as this environment makes them. */
  running: z.number().int().nonnegative(),
  /** Why Compose refuses it, in one sentence; then there are no services. */
  problem: z.string().nullable(),
  services: z.array(environmentServiceSchema),
})
export type EnvironmentStack = Readonly<z.infer<typeof environmentStackSchema>>

/** A lab's environments beside each other, as Compose resolves them. The first one is the files as they are, with name null. */
export const environmentTableSchema = z.object({
  lab: z.object({ name: z.string(), dir: z.string() }),
  environments: z.array(
    z.object({
      name: z.string().nullable(),
      isRunning: z.boolean(),
      stacks: z.array(environmentStackSchema),
    }),
  ),
  /** False: the engine does not answer, and nobody knows what runs. */
  isEngineThere: z.boolean(),
})
export type EnvironmentTable = Readonly<z.infer<typeof environmentTableSchema>>
