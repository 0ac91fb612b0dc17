import { z } from 'zod'

/*
 * The host: what a heavy service needs of it while it loads (recipe), the changes that are held (lease), and its readings.
 * Sizes are bytes unless the name says MiB; times are milliseconds unless the name says otherwise.
 */

const at = z.iso.datetime()

/** What keeps the machine from running out of memory by ending processes. */
export const guardNameSchema = z.enum(['earlyoom', 'systemd-oomd', 'nohang', 'nohang-desktop'])
export type GuardName = z.infer<typeof guardNameSchema>

/** What a heavy service needs of the host while it loads. */
export const recipeSchema = z.object({
  /** Size of the swap file in MiB; 0 for none. */
  swapMib: z.number().int().nonnegative(),
  /** Name of the place that the host's administrator has set up for swap files. */
  swapPlace: z.string(),
  /** Whether earlyoom and its kind are paused. */
  pauseGuards: z.boolean(),
  /** Whether the page cache is dropped before the start. */
  flushCache: z.boolean(),
  /** Holds until the service is ready, or for a time; a start that fails or is cancelled ends it as well. */
  until: z.union([z.literal('ready'), z.object({ forMs: z.number().positive() })]),
  /** The host is given back after this time, whatever happens. */
  limitMs: z.number().positive(),
  /** Only when less memory than this is available at the start; null for always. */
  whenAvailableBelowMib: z.number().int().positive().nullable(),
  /** What a host that cannot be prepared means for the start. */
  onFailure: z.enum(['continue', 'abort']),
})
export type Recipe = Readonly<z.infer<typeof recipeSchema>>

export const leasePartSchema = z.enum(['swap', 'guards', 'cache'])
export type LeasePart = z.infer<typeof leasePartSchema>

/** One change of the host as the helper tells it. */
export const leasePartStateSchema = z.enum([
  'changing',
  'changed',
  'skipped',
  'failed',
  'restoring',
  'restored',
  'pending',
])
export type LeasePartState = z.infer<typeof leasePartStateSchema>

/** Host changes that somebody holds. */
export const leaseSchema = z.object({
  id: z.string(),
  /** `run`: given back by the run, or when its process goes away. `hand`: until the operator takes it back. */
  kind: z.enum(['run', 'hand']),
  phase: z.enum(['taking', 'held', 'restoring', 'pending']),
  user: z.string(),
  door: z.string(),
  /** Id of the run; empty when there is none. */
  run: z.string(),
  /** What it is for, like `ai/sglang`. */
  label: z.string(),
  since: at,
  /** When it ends by itself; null for one by hand. */
  until: at.nullable(),
  /** What it has changed and what giving back would do, one sentence each. */
  changes: z.array(z.object({ part: leasePartSchema, now: z.string(), goesBackTo: z.string() })),
  /** Why it could not be given back yet. */
  pending: z
    .object({
      reason: z.string(),
      usedBytes: z.number(),
      neededBytes: z.number(),
      availableBytes: z.number(),
      since: at,
      attempts: z.number().int(),
    })
    .nullable(),
})
export type Lease = Readonly<z.infer<typeof leaseSchema>>

/** What can be done with the host, and by which way. */
export const helperStateSchema = z.object({
  /**
   * `root`: this process may do it itself. `pkexec`, `sudo`: through the installed helper. `none`: not installed. `off`: the
   * operator has forbidden it.
   */
  way: z.enum(['root', 'pkexec', 'sudo', 'none', 'off']),
  /** Whether the installed helper is the one that this Switchyard brings; null when there is none. */
  isCurrent: z.boolean().nullable(),
  /** One sentence when something is in the way; what to do is in it. */
  problem: z.string().nullable(),
  swapPlaces: z.array(z.object({ name: z.string(), dir: z.string(), freeBytes: z.number().nullable() })),
})
export type HelperState = Readonly<z.infer<typeof helperStateSchema>>

export const guardSchema = z.object({
  name: guardNameSchema,
  state: z.enum(['active', 'paused', 'stopped']),
  /** What it is set to, in words, like `ends processes below 10 % memory and 10 % swap`; null when it cannot be told. */
  threshold: z.string().nullable(),
  /** What it has ended lately, latest first. */
  kills: z.array(z.object({ at: at.nullable(), process: z.string(), message: z.string() })),
})
export type Guard = Readonly<z.infer<typeof guardSchema>>

const pressureSchema = z.object({
  /** Share of the last 10, 60, 300 seconds in percent. */
  avg10: z.number(),
  avg60: z.number(),
  avg300: z.number(),
})

export const gpuSchema = z.object({
  index: z.number().int(),
  vendor: z.enum(['nvidia', 'amd']),
  name: z.string(),
  /** Null for what the driver does not tell, and for a GPU that sleeps: reading would wake it. */
  loadPercent: z.number().nullable(),
  memoryUsedBytes: z.number().nullable(),
  memoryTotalBytes: z.number().nullable(),
  temperatureC: z.number().nullable(),
  powerW: z.number().nullable(),
  powerLimitW: z.number().nullable(),
  fanPercent: z.number().nullable(),
  isAsleep: z.boolean(),
  /** Who uses its memory; `stack` and `service` when it is a container of the lab. */
  users: z.array(
    z.object({
      pid: z.number().int(),
      process: z.string(),
      /** Of the container that it is in; null when it is in none. */
      containerId: z.string().nullable(),
      stack: z.string().nullable(),
      service: z.string().nullable(),
      /** Null when the driver does not tell. */
      memoryBytes: z.number().nullable(),
    }),
  ),
})
export type Gpu = Readonly<z.infer<typeof gpuSchema>>

/** The host at one moment. */
export const hostReadingsSchema = z.object({
  at,
  name: z.string(),
  /** Like `AMD Ryzen 9 7950X, 32 threads`. */
  processor: z.string(),
  system: z.string(),
  kernel: z.string(),
  bootedAt: at,
  cpu: z.object({
    /** Of all threads together, 0–100; null for the first reading. */
    percent: z.number().nullable(),
    /** Each thread, 0–100; empty for the first reading. */
    threads: z.array(z.number()),
    load: z.tuple([z.number(), z.number(), z.number()]),
  }),
  memory: z.object({
    totalBytes: z.number(),
    availableBytes: z.number(),
    freeBytes: z.number(),
    /** Page cache and reclaimable slabs, without what the stacks use of them right now: the parts add up to the whole. */
    cacheBytes: z.number(),
    /** What each stack's containers use as the engine counts it (without the page cache that lies idle), largest first. */
    stacks: z.array(
      z.object({
        stack: z.string(),
        bytes: z.number(),
        swapBytes: z.number(),
        /** Of all its containers together; null when one of them has none. */
        limitBytes: z.number().nullable(),
      }),
    ),
    /** Used by what is no container of the lab. */
    otherBytes: z.number(),
  }),
  swap: z.object({
    totalBytes: z.number(),
    usedBytes: z.number(),
    devices: z.array(
      z.object({
        path: z.string(),
        kind: z.enum(['file', 'partition', 'zram']),
        totalBytes: z.number(),
        usedBytes: z.number(),
        priority: z.number().int(),
        /** Whether Switchyard has put it there. */
        isOurs: z.boolean(),
      }),
    ),
  }),
  /** Null where the kernel does not measure it. `full` is null where there is none. */
  pressure: z
    .object({
      cpu: z.object({ some: pressureSchema, full: pressureSchema.nullable() }),
      memory: z.object({ some: pressureSchema, full: pressureSchema.nullable() }),
      io: z.object({ some: pressureSchema, full: pressureSchema.nullable() }),
    })
    .nullable(),
  disks: z.array(
    z.object({
      mount: z.string(),
      device: z.string(),
      /** What the maker calls the disk; null for a virtual one. */
      model: z.string().nullable(),
      kind: z.string(),
      totalBytes: z.number(),
      usedBytes: z.number(),
      /** What an ordinary user may still fill; less than the rest where some is kept for root. */
      freeBytes: z.number(),
      /** Bytes a second; null for the first reading, and where it cannot be told. */
      readRate: z.number().nullable(),
      writeRate: z.number().nullable(),
    }),
  ),
  /** The machine's own network cards, without bridges and what belongs to containers. */
  networks: z.array(
    z.object({
      name: z.string(),
      /** Bytes a second; null for the first reading. */
      inRate: z.number().nullable(),
      outRate: z.number().nullable(),
    }),
  ),
  temperatures: z.array(
    z.object({ name: z.string(), celsius: z.number(), criticalC: z.number().nullable() }),
  ),
  gpus: z.array(gpuSchema),
  /** What there is to say about GPUs that are not there or cannot be read, calmly; null when there is nothing. */
  gpuNote: z.string().nullable(),
})
export type HostReadings = Readonly<z.infer<typeof hostReadingsSchema>>

/** What changes rarely: guards, leases and the helper. */
export const hostStateSchema = z.object({
  helper: helperStateSchema,
  guards: z.array(guardSchema),
  leases: z.array(leaseSchema),
})
export type HostState = Readonly<z.infer<typeof hostStateSchema>>

/** One line of the audit log. */
export const auditEntrySchema = z.object({
  at,
  action: z.string(),
  target: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  result: z.string(),
  user: z.string(),
  door: z.string(),
  run: z.string(),
  label: z.string(),
  lease: z.string().nullable(),
  elapsedMs: z.number().nullable(),
  message: z.string().nullable(),
})
export type AuditEntry = Readonly<z.infer<typeof auditEntrySchema>>

/** What the operator can do by hand. */
export const hostActionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('swap-on'), swapMib: z.number().int().positive(), swapPlace: z.string() }),
  z.object({ kind: z.literal('swap-off') }),
  z.object({ kind: z.literal('guards-pause') }),
  z.object({ kind: z.literal('guards-resume') }),
  z.object({ kind: z.literal('flush-cache') }),
  z.object({ kind: z.literal('restore'), lease: z.string().nullable() }),
  z.object({ kind: z.literal('keep'), lease: z.string() }),
])
export type HostAction = Readonly<z.infer<typeof hostActionSchema>>

/** What an action would do, said before it is done. */
export const hostActionPreviewSchema = z.object({
  /** One sentence each; empty when it would change nothing. */
  does: z.array(z.string()),
  /** What may go wrong, one sentence each. */
  risks: z.array(z.string()),
  /** How it goes back. */
  undo: z.string().nullable(),
  /** The exact command of the helper. */
  command: z.array(z.string()),
})
export type HostActionPreview = Readonly<z.infer<typeof hostActionPreviewSchema>>

export const doorNameSchema = z.enum(['desktop', 'web', 'cli'])
export type DoorName = z.infer<typeof doorNameSchema>

/* Installing the helper: what is written where, said before it is done. */

export const installItemSchema = z.object({
  path: z.string(),
  kind: z.enum(['file', 'folder', 'link']),
  /** Octal, like `0644`; null for a link. Everything belongs to root. */
  mode: z.string().nullable(),
  /** Of a file. */
  bytes: z.number().int().nullable(),
  /** SHA-256 of a file's content, in hex. */
  digest: z.string().nullable(),
  content: z.string().nullable(),
  /** What a link leads to. */
  target: z.string().nullable(),
  /** One sentence. */
  why: z.string(),
  /** `unreadable`: this user may not look whether it is there. */
  state: z.enum(['new', 'changed', 'same', 'unreadable']),
})
export type InstallItem = Readonly<z.infer<typeof installItemSchema>>

/** How something is done as root: by this process, or by a program that asks the operator. */
export const rootWaySchema = z.enum(['root', 'sudo', 'pkexec', 'none'])
export type RootWay = z.infer<typeof rootWaySchema>

export const installPlanSchema = z.object({
  items: z.array(installItemSchema),
  /** Files of an earlier version that are removed. */
  obsolete: z.array(z.string()),
  /** Nothing is to be done. */
  isCurrent: z.boolean(),
  /** What it means for the machine, one sentence each. */
  notes: z.array(z.string()),
  way: rootWaySchema,
  /** The commands that are run, in this order; the first one reads the files from its input. */
  commands: z.array(z.array(z.string())),
})
export type InstallPlan = Readonly<z.infer<typeof installPlanSchema>>

export const uninstallPlanSchema = z.object({
  /** Files and links first, then the folders that are empty by then. */
  removes: z.array(z.string()),
  /** What is changed on the host by hand and goes back first, one sentence each. */
  givesBack: z.array(z.string()),
  /** Whether the first command has the helper give everything back. */
  restoresFirst: z.boolean(),
  stays: z.array(z.object({ path: z.string(), why: z.string(), removeBy: z.array(z.string()) })),
  /** Whether a package of the system brought the helper; then only what was added to it is removed. */
  isPackaged: z.boolean(),
  way: rootWaySchema,
  commands: z.array(z.array(z.string())),
})
export type UninstallPlan = Readonly<z.infer<typeof uninstallPlanSchema>>
