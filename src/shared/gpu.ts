import { z } from 'zod'
import { gpuSchema } from './host.ts'
import { serviceRefSchema } from './lab.ts'

/** What a service needs of a GPU for as long as it runs. */
export const gpuClaimSchema = z.object({
  /** Null: the whole GPU. */
  vramBytes: z.number().positive().nullable(),
  /** Number of the GPU, as the readings count them; null: any. */
  device: z.number().int().nonnegative().nullable(),
})
export type GpuClaim = Readonly<z.infer<typeof gpuClaimSchema>>

/** A service that stands in the way of another one's claim, as it was when the plan was made. */
export const gpuHolderSchema = z.object({
  service: serviceRefSchema,
  claim: gpuClaimSchema,
  /** What counts as taken by it: what it claims or what it has, whichever is more; null for the whole GPU. */
  heldBytes: z.number().nullable(),
  isAlwaysOn: z.boolean(),
  /** How it is asked to give the memory back, as a command line would; null when it cannot be asked. */
  unload: z.array(z.string()).nullable(),
  /** Ids of the steps that stop it when asking is not enough; none: it is never stopped here. */
  stops: z.array(z.string()),
})
export type GpuHolder = Readonly<z.infer<typeof gpuHolderSchema>>

/** How a service of the lab stands to its claim. */
export const gpuClaimantSchema = z.object({
  service: serviceRefSchema,
  claim: gpuClaimSchema,
  /** `holds`: the claim counts. `idle`: it runs, has given the memory back, and only what it has counts. */
  state: z.enum(['holds', 'idle', 'down']),
  /** Number of the GPU that it is reckoned on; null while it does not run. */
  device: z.number().int().nullable(),
  /** What it really has; null when nobody tells. */
  measuredBytes: z.number().nullable(),
  canUnload: z.boolean(),
  isAlwaysOn: z.boolean(),
})
export type GpuClaimant = Readonly<z.infer<typeof gpuClaimantSchema>>

/** The GPUs of the machine, and who of a lab claims them. */
export const gpuStateSchema = z.object({
  gpus: z.array(gpuSchema),
  /** What there is to say about GPUs that are not there or cannot be read; null when there is nothing. */
  note: z.string().nullable(),
  /** Every service of the lab that has a claim, in the order of its stacks. */
  claims: z.array(gpuClaimantSchema),
})
export type GpuState = Readonly<z.infer<typeof gpuStateSchema>>

/** What became of asking a service to give its memory back. */
export const gpuUnloadedSchema = z.object({
  /** What it had before and has now; null when nobody tells. */
  beforeBytes: z.number().nullable(),
  afterBytes: z.number().nullable(),
})
export type GpuUnloaded = Readonly<z.infer<typeof gpuUnloadedSchema>>
