import { z } from 'zod'
import { environmentSwitchSchema } from './environments.ts'
import { gpuClaimSchema, gpuHolderSchema } from './gpu.ts'
import { recipeSchema } from './host.ts'
import { serviceRefSchema } from './lab.ts'
import { providerNameSchema } from './secrets.ts'

export const runKindSchema = z.enum(['start', 'stop', 'restart', 'down', 'switch', 'update', 'build'])
export type RunKind = z.infer<typeof runKindSchema>

/**
 * What must hold before a service starts. `required: false` waits until the other one has settled, but goes on when it failed.
 * `from` says who asks: a Compose file, `switchyard.yaml`, or the order of the folder layout.
 */
export const gateSchema = z.object({
  on: serviceRefSchema,
  condition: z.enum(['started', 'ready', 'completed']),
  required: z.boolean(),
  from: z.enum(['depends_on', 'needs', 'layout']),
})
export type Gate = Readonly<z.infer<typeof gateSchema>>

/** How Switchyard judges that a service is ready. Times in milliseconds. */
export const readinessCheckSchema = z.discriminatedUnion('kind', [
  /** The container's own health command, run early, or Docker's health event, whichever comes first. */
  z.object({ kind: z.literal('health') }),
  /** No check: ready when it is running and has stayed so for the grace time. */
  z.object({ kind: z.literal('running'), graceMs: z.number() }),
  /** A one-shot: done when it exits 0. */
  z.object({ kind: z.literal('completed') }),
  z.object({ kind: z.literal('http'), url: z.string(), status: z.number().int().optional() }),
  z.object({ kind: z.literal('tcp'), host: z.string(), port: z.number().int() }),
  z.object({ kind: z.literal('log'), pattern: z.string() }),
])
export type ReadinessCheck = Readonly<z.infer<typeof readinessCheckSchema>>

/** A program of the lab that is run instead of Docker's own start or stop. */
export const scriptCallSchema = z.object({
  /** Folder in which it runs, absolute. */
  dir: z.string(),
  /** It is ended after this time, with everything that it has started. */
  timeoutMs: z.number(),
  description: z.string().nullable(),
})
export type ScriptCall = Readonly<z.infer<typeof scriptCallSchema>>

export const hookMomentSchema = z.enum(['before_start', 'after_start', 'before_stop', 'after_stop'])
export type HookMoment = z.infer<typeof hookMomentSchema>

const stepBase = {
  id: z.string(),
  /** Ids of the steps that must have ended well before this one. Gates of a start step come on top. */
  after: z.array(z.string()),
  /** The exact command, as an argument array; what goes through the engine's API is shown as its docker equivalent. */
  command: z.array(z.string()),
}

/** Why an update makes a container anew, or may have to. */
export const replaceReasonSchema = z.enum([
  /** A registry has another image under the same reference. */
  'newer',
  /** The engine itself has one: it was pulled or built before. */
  'here',
  /** The files name another reference than the one that runs. */
  'files',
  /** It is built anew. */
  'built',
  /** Not known before it is pulled. */
  'unknown',
  /** Its container lives in another one that is replaced. */
  'follows',
  /** The operator goes back to an image that it ran before. */
  'asked',
])
export type ReplaceReason = z.infer<typeof replaceReasonSchema>

export const stepSchema = z.discriminatedUnion('kind', [
  z.object({ ...stepBase, kind: z.literal('network'), network: z.string() }),
  z.object({
    ...stepBase,
    kind: z.literal('pull'),
    project: z.string(),
    services: z.array(serviceRefSchema),
  }),
  z.object({
    ...stepBase,
    kind: z.literal('build'),
    project: z.string(),
    services: z.array(serviceRefSchema),
  }),
  z.object({
    ...stepBase,
    kind: z.literal('create'),
    project: z.string(),
    services: z.array(serviceRefSchema),
    /** Those of them whose running container is replaced because its configuration changed. */
    recreates: z.array(serviceRefSchema),
  }),
  z.object({
    ...stepBase,
    kind: z.literal('start'),
    project: z.string(),
    service: serviceRefSchema,
    wave: z.number().int().nonnegative(),
    gates: z.array(gateSchema),
    check: readinessCheckSchema,
    timeoutMs: z.number(),
    /** How often it is started again after it failed. */
    retries: z.number().int().nonnegative(),
    /**
     * Compose starts what has hooks, secrets or configs to inject; the engine's API starts the rest, faster; `script`: the lab
     * has a program of its own for it.
     */
    via: z.enum(['compose', 'engine', 'script']),
    /** Only with `via: 'script'`. */
    script: scriptCallSchema.optional(),
    /** Ids of the containers that exist already; none when a create step makes them. */
    containers: z.array(z.string()),
    /** Median of earlier runs, from start to ready; null before there is one. */
    expectedMs: z.number().nullable(),
  }),
  /**
   * Makes the containers of a service anew when their image is another one than before; that is known when everything is pulled. The
   * start of the service carries it out as soon as its gates hold; a service that does not run has no start.
   */
  z.object({
    ...stepBase,
    kind: z.literal('replace'),
    project: z.string(),
    service: serviceRefSchema,
    reason: replaceReasonSchema,
    /** Reference of the image, as the files name it. */
    image: z.string(),
    /** What its containers run until then: id, and reference by which they were made. */
    previous: z.object({ id: z.string(), image: z.string() }),
    /** Id or `name@sha256:…` to which the reference is pointed first; null: what was pulled or built. */
    to: z.string().nullable(),
    /** The files say something else of the service than when its containers were made. */
    hasNewFiles: z.boolean(),
    /** Whether its containers are put back as they were when the new ones do not get ready. */
    putsBack: z.boolean(),
    /** Services that it follows. */
    follows: z.array(serviceRefSchema),
  }),
  /** Prepares the host for a heavy service, as soon as its gates hold and right before its start. */
  z.object({ ...stepBase, kind: z.literal('lease'), service: serviceRefSchema, recipe: recipeSchema }),
  /** Gives the host back; carried out whatever became of the start. */
  z.object({ ...stepBase, kind: z.literal('release'), service: serviceRefSchema }),
  /** Waits, as soon as its gates hold and right before its start, until the service can have what it claims of a GPU. */
  z.object({
    ...stepBase,
    kind: z.literal('gpu'),
    service: serviceRefSchema,
    claim: gpuClaimSchema,
    /** `replace`: those who are named are asked to unload, and stopped when that is not enough. Nobody else ever is. */
    mode: z.enum(['wait', 'replace']),
    /** Who is in the way, as it was when the plan was made. */
    holders: z.array(gpuHolderSchema),
    /** One-shots of this plan that use the GPU before it. */
    first: z.array(serviceRefSchema),
    /** It is given up after this time. */
    limitMs: z.number(),
  }),
  z.object({
    ...stepBase,
    kind: z.literal('stop'),
    project: z.string(),
    service: serviceRefSchema,
    wave: z.number().int().nonnegative(),
    via: z.enum(['compose', 'engine', 'script']),
    /** Only with `via: 'script'`. */
    script: scriptCallSchema.optional(),
    /** Ids; only these are acted on. With a script, these must have stopped when it has ended. */
    containers: z.array(z.string()),
    /** A clean restart removes the container anyway: a stop that fails is told and holds up nothing. */
    isOptional: z.boolean().optional(),
  }),
  z.object({
    ...stepBase,
    kind: z.literal('remove'),
    project: z.string(),
    service: serviceRefSchema,
    containers: z.array(z.string()),
    /** Also while it runs. */
    force: z.boolean().optional(),
    /** With the volumes that have no name, and are nobody's once their container is gone. */
    anonymousVolumes: z.boolean().optional(),
  }),
  z.object({ ...stepBase, kind: z.literal('remove-networks'), project: z.string() }),
  /** Asks a provider for secrets, which it writes into an env file; done before the plan is made, which reads them. */
  z.object({
    ...stepBase,
    kind: z.literal('secrets'),
    provider: providerNameSchema,
    /** Null: of the whole lab. */
    stack: z.string().nullable(),
    /** Absolute. */
    file: z.string(),
    /** Folder in which it runs, absolute. */
    dir: z.string(),
    timeoutMs: z.number(),
    onFailure: z.enum(['fallback', 'abort']),
  }),
  /** A program of the operator around the start or stop of a stack, or of everything. */
  z.object({
    ...stepBase,
    kind: z.literal('hook'),
    when: hookMomentSchema,
    /** Null: of the whole lab. */
    stack: z.string().nullable(),
    name: z.string().nullable(),
    /** Folder in which it runs, absolute. */
    dir: z.string(),
    timeoutMs: z.number(),
    /** `abort`: what comes after it is not done, and the run has failed; `continue`: a warning. */
    onFailure: z.enum(['abort', 'continue']),
  }),
])
export type Step = Readonly<z.infer<typeof stepSchema>>
export type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>

/** What a run would do, computed without side effects. */
export const planSchema = z.object({
  kind: runKindSchema,
  lab: z.object({ name: z.string(), dir: z.string() }),
  environment: z.string().nullable(),
  /** Only of a switch: what ran before, and what becomes different. */
  switch: environmentSwitchSchema.optional(),
  /** Stacks by wave, in the order in which they start (or stop). */
  waves: z.array(z.array(z.string())),
  steps: z.array(stepSchema),
  /** Services that are already as the plan wants them. */
  unchanged: z.array(serviceRefSchema),
  /** What was left alone on purpose: always-on stacks under a switch. */
  spared: z.array(z.string()),
  /** True sentences that the operator should read, but that stop nothing. */
  warnings: z.array(z.string()),
  /** Longest expected way from the first start to the last ready, from earlier runs; null when there is none. */
  expectedMs: z.number().nullable(),
})
export type Plan = Readonly<z.infer<typeof planSchema>>
