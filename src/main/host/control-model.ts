import type {
  AuditEntry,
  HostAction,
  HostActionPreview,
  HostState,
  LeasePart,
  LeasePartState,
  Recipe,
} from '../../shared/host.ts'

/** What the core can do with the host. All of it goes through the helper; this process needs no privilege for the rest. */
export interface HostControl {
  /** Whether the operator has forbidden to change this machine. */
  readonly isOff: boolean
  /** Read from the helper's own files; needs no privilege and starts no process but the first time. */
  state(): Promise<Pick<HostState, 'helper' | 'leases'>>
  /** The same without asking what the helper may do: one small file. */
  leases(): Promise<HostState['leases']>
  /** What an action would do. Changes nothing. */
  preview(action: HostAction): Promise<HostActionPreview>
  /** Does it, and says in sentences what was done. Throws SwitchyardError HOST_REFUSED with the helper's own sentence. */
  act(action: HostAction): Promise<readonly string[]>
  /** Latest first; empty where nothing was ever done. */
  audit(limit: number): Promise<readonly AuditEntry[]>
  takeLease(request: LeaseRequest): HeldLease
  /** Memory that can be had without swapping, in bytes; the kernel's MemAvailable. */
  availableBytes(): Promise<number>
  /** Gives back every lease that is held; resolves when the helpers have ended or go on without us. */
  dispose(): Promise<void>
}

export interface LeaseRequest {
  /** Small letters, digits and `-`, at most 40. */
  readonly id: string
  readonly recipe: Recipe
  /** Id of the run. */
  readonly run: string
  /** What it is for, like `ai/sglang`. */
  readonly label: string
  readonly onChange: (change: LeaseChange) => void
}

export interface LeaseChange {
  readonly part: LeasePart
  readonly state: LeasePartState
  readonly detail: string | null
  /** Of the change itself; null while it goes on. */
  readonly elapsedMs: number | null
}

/** `pending`: what could not be given back safely yet; the helper goes on with it, also without us. */
export type LeaseOutcome = 'restored' | 'pending' | 'kept'

/** A lease that is being taken or held. It ends with this process at the latest. */
export interface HeldLease {
  /** The host is prepared. Rejects with a SwitchyardError when it could not be; then nothing is changed any more. */
  readonly held: Promise<void>
  /** How it ended, whoever ended it; never rejects. */
  readonly ended: Promise<LeaseOutcome>
  /** Gives the host back; with nothing to give back it ends at once. Resolves with the end, or `pending` as soon as that is told. */
  release(): Promise<LeaseOutcome>
}
