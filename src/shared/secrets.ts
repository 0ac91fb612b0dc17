import { z } from 'zod'
import { placeSchema } from './errors.ts'

export const providerNameSchema = z.enum(['infisical', 'sops', '1password', 'command'])
export type ProviderName = z.infer<typeof providerNameSchema>

/** What became of one provider when it was asked. No value is in it, and no text of the provider that could hold one. */
export const secretFetchSchema = z.object({
  provider: providerNameSchema,
  /** Null: of the whole lab. */
  stack: z.string().nullable(),
  /** The env file that it writes, absolute. */
  file: z.string(),
  /** `unchanged`: the file holds already what came. */
  outcome: z.enum(['written', 'unchanged', 'failed']),
  /** Why it failed, after its name: `exited with code 1`; null when it did not. */
  fault: z.string().nullable(),
  /** Variables that came. */
  variables: z.number().int().nonnegative(),
  /** Names only, compared with the file as it was. */
  added: z.array(z.string()),
  removed: z.array(z.string()),
  changed: z.array(z.string()),
  /** Where a file that something else had written was put; null when there was none. */
  keptCopy: z.string().nullable(),
  elapsedMs: z.number(),
  /** The end of its error output, with every known value hidden. */
  output: z.array(z.string()),
  onFailure: z.enum(['fallback', 'abort']),
})
export type SecretFetch = Readonly<z.infer<typeof secretFetchSchema>>

/** A provider of a lab, and how its file is. */
export const secretProviderSchema = z.object({
  provider: providerNameSchema,
  stack: z.string().nullable(),
  file: z.string(),
  place: placeSchema,
  /** As it is run; tokens are in the environment, never here. */
  command: z.array(z.string()),
  timeoutMs: z.number(),
  onFailure: z.enum(['fallback', 'abort']),
  /** Whether its program can be found. */
  isInstalled: z.boolean(),
  exists: z.boolean(),
  /** When a provider wrote the file last; null when none has. */
  writtenAt: z.iso.datetime().nullable(),
  variables: z.number().int().nonnegative().nullable(),
  /** The last time that it was asked; null when it never was. */
  last: z
    .object({ at: z.iso.datetime(), outcome: secretFetchSchema.shape.outcome, fault: z.string().nullable() })
    .nullable(),
  /** `own`: its file is read; `fallback`: another of its list; `none`: no stack reads it or what stands in for it. */
  used: z.enum(['own', 'fallback', 'none']),
  /** The env file that is read instead; null unless `used` is `fallback`. */
  usedInstead: z.string().nullable(),
  /** Stacks that read it, or what stands in for it. */
  usedBy: z.array(z.string()),
})
export type SecretProvider = Readonly<z.infer<typeof secretProviderSchema>>

/** How a variable stands; its value is never told. */
export const variableStateSchema = z.enum(['set', 'empty', 'placeholder', 'missing'])
export type VariableState = z.infer<typeof variableStateSchema>

export const labVariableSchema = z.object({
  name: z.string(),
  state: variableStateSchema,
  isSecret: z.boolean(),
  /** Where its value comes from. `default`: of the Compose file; null when it has none. */
  from: z.enum(['shell', 'env_file', 'default']).nullable(),
  /** Null for the shell, and where it has no value. */
  place: placeSchema.nullable(),
  /** Other places that set it and are overridden, the last one first. */
  alsoIn: z.array(placeSchema),
  /** Who asks for it: an example of an env file, or a Compose file that has no default for it; null: nobody. */
  required: z.enum(['example', 'compose']).nullable(),
  requiredAt: placeSchema.nullable(),
  /** Whether a Compose file of the project mentions it. */
  isMentioned: z.boolean(),
  /** Whether it keeps something from working: missing, a placeholder, or empty where that is refused. */
  isProblem: z.boolean(),
})
export type LabVariable = Readonly<z.infer<typeof labVariableSchema>>

export const envFileStateSchema = z.object({
  file: z.string(),
  exists: z.boolean(),
  /** Like `600`; null when it does not exist. */
  mode: z.string().nullable(),
  /** Whether it holds secrets and others than its owner can read it. */
  isLoose: z.boolean(),
  /** Why Compose refuses it, like `line 3: it is no NAME=value`; null when it does not. */
  mistake: z.string().nullable(),
  variables: z.number().int().nonnegative(),
  /** The provider that writes it. */
  provider: providerNameSchema.nullable(),
})
export type EnvFileState = Readonly<z.infer<typeof envFileStateSchema>>

/** The variables of the stacks of one Compose project: they share them. */
export const stackVariablesSchema = z.object({
  stacks: z.array(z.string()),
  project: z.string(),
  /** In the order in which they count: later ones win. */
  envFiles: z.array(envFileStateSchema),
  variables: z.array(labVariableSchema),
})
export type StackVariables = Readonly<z.infer<typeof stackVariablesSchema>>
