import type { InstallItem, RootWay } from '../../../shared/host.ts'

/** One thing to be there, before it is known whether it is. */
export type WantedItem = Omit<InstallItem, 'state'>

/** A file of the helper as it comes with Switchyard. */
export interface BundledFile {
  readonly name: string
  readonly content: string
}

/** What the machine has. */
export interface MachineFacts {
  readonly hasPolkit: boolean
  readonly hasSystemd: boolean
  readonly hasBootUnitWants: boolean
  /** Whether the group exists whose members are let in. */
  readonly hasTrustedGroup: boolean
  readonly way: RootWay
}

/** What is at a path: null when nothing is, `unreadable` when this user may not know. */
export type Found = FoundItem | 'unreadable' | null

export interface FoundItem {
  readonly kind: InstallItem['kind'] | 'other'
  readonly uid: number
  readonly gid: number
  /** Permission bits. */
  readonly mode: number
  /** SHA-256 of a file's content; null for others, and when it may not be read. */
  readonly digest: string | null
  readonly target: string | null
}
