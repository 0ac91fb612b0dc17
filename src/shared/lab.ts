import { z } from 'zod'

/** `stack/service`; service names are unique within a stack, stack names within a lab. */
export const serviceRefSchema = z.object({ stack: z.string(), service: z.string() })
export type ServiceRef = Readonly<z.infer<typeof serviceRefSchema>>

export const linkSchema = z.object({ name: z.string(), url: z.string() })
export type Link = Readonly<z.infer<typeof linkSchema>>

/** A Compose file that is not complete alone but changes a stack: an environment of it, or a layer to choose. */
export const layerSchema = z.object({
  name: z.string(),
  stack: z.string(),
  files: z.array(z.string()),
  why: z.string(),
})
export type Layer = Readonly<z.infer<typeof layerSchema>>

/** A stack as the doors show it. Paths are absolute. */
export const stackViewSchema = z.object({
  name: z.string(),
  project: z.string(),
  alwaysOn: z.boolean(),
  /** Whether `up` without a target starts it. */
  autoStart: z.boolean(),
  /** Position in the lab's order, from 0; stacks of one wave start together. */
  wave: z.number().int().nonnegative(),
  needs: z.array(z.string()),
  dir: z.string(),
  files: z.array(z.string()),
  envFiles: z.array(z.string()),
  /** Active ones. */
  profiles: z.array(z.string()),
  /** Every profile that a service of the stack belongs to. */
  availableProfiles: z.array(z.string()),
  environments: z.array(z.string()),
  services: z.array(z.string()),
  links: z.array(linkSchema),
  why: z.string(),
})
export type StackView = Readonly<z.infer<typeof stackViewSchema>>

/** A lab as discovery and `switchyard.yaml` describe it, with the reasons. */
export const labViewSchema = z.object({
  name: z.string(),
  dir: z.string(),
  configFile: z.string().nullable(),
  environment: z.string().nullable(),
  stacks: z.array(stackViewSchema),
  layers: z.array(layerSchema),
  /** Files that were seen and left out, with the reason in one sentence. */
  notes: z.array(z.object({ file: z.string(), why: z.string() })),
})
export type LabView = Readonly<z.infer<typeof labViewSchema>>

/** A lab that this operator has used before. */
export const knownLabSchema = z.object({ name: z.string(), dir: z.string(), lastUsedAt: z.iso.datetime() })
export type KnownLab = Readonly<z.infer<typeof knownLabSchema>>
