import { z } from 'zod'
import {
  environmentVariableFiles,
  fileList,
  list,
  name,
  positiveDuration,
  profileName,
  projectName,
  serviceName,
  webAddress,
  words,
} from './schema-values.ts'
import { alertsEntrySchema, healEntrySchema } from './schema-alerts.ts'
import { gpuEntrySchema } from './schema-gpu.ts'
import { readinessEntrySchema } from './schema-readiness.ts'
import { recipeEntrySchema } from './schema-recipe.ts'
import { hooksSchema, scriptsSchema } from './schema-scripts.ts'
import { secretsSchema } from './schema-secrets.ts'

const linkEntrySchema = z
  .strictObject(
    {
      name: words('a short text').describe('What the link says.'),
      url: webAddress.describe('Where it leads; http or https.'),
    },
    { error: 'a link with `name` and `url`' },
  )
  .describe('A page that belongs to the stack, like a dashboard.')

const switchEntry = (what: string) => z.boolean({ error: '`true` or `false`' }).describe(what)

const map = 'a map of keys'

export const stackEntrySchema = z
  .strictObject(
    {
      enabled: switchEntry('`false` leaves a discovered stack out of the lab. Default: `true`.').optional(),
      files: fileList
        .describe(
          'Compose files in merge order, from the folder of this file. Needed only for what discovery did not find, or to say it otherwise.',
        )
        .optional(),
      project: projectName
        .describe(
          'Compose project name. Stacks with the same name share one project; each then lists its `services`.',
        )
        .optional(),
      project_directory: words('a folder')
        .describe("Compose project directory. Default: the folder of the stack's first file.")
        .optional(),
      services: list(serviceName, 'a list of service names')
        .describe('The services that are this stack, where several stacks share one Compose project.')
        .optional(),
      always_on: switchEntry('The master switch never stops it. Default: `false`.').optional(),
      auto_start: switchEntry('Whether starting the whole lab starts it. Default: `true`.').optional(),
      needs: list(name, 'a list of stack names')
        .describe('Stacks that must be ready before this one starts.')
        .optional(),
      profiles: list(profileName, 'a list of profile names')
        .describe(
          'Compose profiles that are active besides those that discovery found, unless others are asked for.',
        )
        .optional(),
      env_files: environmentVariableFiles
        .describe("Env files of this stack in order, instead of Compose's own `.env`; later ones win.")
        .optional(),
      timeout: positiveDuration
        .describe('How long each service may take to get ready, unless `readiness` says otherwise.')
        .optional(),
      readiness: z
        .record(serviceName, readinessEntrySchema, { error: 'a map from service names to checks' })
        .nullable()
        .describe('How Switchyard judges that a service is ready, by service name.')
        .optional(),
      recipes: z
        .record(serviceName, recipeEntrySchema, { error: 'a map from service names to recipes' })
        .nullable()
        .describe('What heavy services need of the host while they load, by service name.')
        .optional(),
      gpu: z
        .record(serviceName, gpuEntrySchema.nullable(), { error: 'a map from service names to claims' })
        .nullable()
        .describe('What services need of a GPU for as long as they run, by service name.')
        .optional(),
      heal: z
        .record(serviceName, healEntrySchema.nullable(), { error: 'a map from service names to limits' })
        .nullable()
        .describe('Services that are restarted when they stay unhealthy, by name. None, by default.')
        .optional(),
      alerts: z
        .record(serviceName, alertsEntrySchema, { error: 'a map from service names to `off`' })
        .nullable()
        .describe('Services of which some alerts are not told, by name.')
        .optional(),
      scripts: scriptsSchema
        .describe('Programs that start and stop services instead of Docker alone, by service name.')
        .optional(),
      hooks: hooksSchema.describe('Programs around the start and stop of this stack.').optional(),
      secrets: secretsSchema.optional(),
      upstream: z
        .strictObject(
          { file: words('the path of a file').describe('Its Compose file, from the folder of this file.') },
          { error: 'a map with `file`' },
        )
        .describe('Where the Compose files of this stack were taken from: a checkout of their project.')
        .optional(),
      links: list(linkEntrySchema, 'a list of links').describe('Pages that belong to the stack.').optional(),
    },
    { error: map },
  )
  .describe('A stack: part of the lab that is started and stopped as one.')

export const environmentStackEntrySchema = z
  .strictObject(
    {
      files: fileList.describe("Compose files laid over the stack's own, in order.").optional(),
      project: projectName
        .describe('Compose project name in this environment, so that it has containers of its own.')
        .optional(),
      env_files: environmentVariableFiles
        .describe("Env files read after the stack's own; later ones win.")
        .optional(),
      profiles: list(profileName, 'a list of profile names')
        .describe('Compose profiles that are active besides those of the stack.')
        .optional(),
    },
    { error: map },
  )
  .describe('What an environment lays over one stack.')

const environmentEntrySchema = z
  .strictObject(
    {
      stacks: z
        .record(name, environmentStackEntrySchema.nullable(), {
          error: 'a map from stack names to their overrides',
        })
        .nullable()
        .describe('What the environment lays over which stack.')
        .optional(),
    },
    { error: map },
  )
  .describe('A named set of override files and env files laid over stacks.')

const splitFromSchema = z
  .strictObject(
    {
      file: words('a path').describe('The Compose file, from the folder of this file.'),
      project: projectName.describe('Its Compose project name.'),
      env_files: environmentVariableFiles.describe('Its env files.').optional(),
      profiles: list(profileName, 'a list of profile names')
        .describe('Profiles that its containers were started with.')
        .optional(),
    },
    { error: '`file` and `project`' },
  )
  .describe('What the stacks were split from, for `switchyard move`; `switchyard split` writes it.')

/** The whole of `switchyard.yaml`; keys that start with `x-` are let through before this is asked. */
export const switchyardFileSchema = z
  .strictObject(
    {
      name: words('the name of the lab').describe("Name of the lab. Default: the folder's name.").optional(),
      env_files: environmentVariableFiles
        .describe(
          'Env files that every stack reads before its own, in order; an inner list stands for the first that exists.',
        )
        .optional(),
      secrets: secretsSchema.optional(),
      networks: list(
        words('the name of a network', /^[A-Za-z0-9][A-Za-z0-9_.-]*$/),
        'a list of network names',
      )
        .describe('Docker networks that are created before anything starts, when they are not there.')
        .optional(),
      discover: switchEntry(
        '`false`: the lab has the stacks that this file names, and no others. Default: `true`.',
      ).optional(),
      split_from: splitFromSchema.optional(),
      hooks: hooksSchema
        .describe('Programs around everything that a run starts or stops in this lab.')
        .optional(),
      stacks: z
        .record(name, stackEntrySchema.nullable(), {
          error: 'a map from stack names to what is said about them',
        })
        .nullable()
        .describe('What is said about stacks, by name.')
        .optional(),
      environments: z
        .record(name, environmentEntrySchema.nullable(), {
          error: 'a map from environment names to what they change',
        })
        .nullable()
        .describe('Environments, by name.')
        .optional(),
    },
    { error: 'a map of keys like `stacks:`' },
  )
  .describe('What no Compose file says about a lab. Every key is optional.')

export type SwitchyardFileContent = Readonly<z.output<typeof switchyardFileSchema>>
export type StackEntry = Readonly<z.output<typeof stackEntrySchema>>
export type EnvironmentStackEntry = Readonly<z.output<typeof environmentStackEntrySchema>>
