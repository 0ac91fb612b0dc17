import type {
  BackupFile,
  BackupFormat,
  CleanChoice,
  CleanKind,
  CleanPreview,
  CleanResult,
  StorageView,
  VolumeView,
  VolumeWorkEvent,
} from '../../shared/storage.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import type { Wanted } from './wanted.ts'

/** What is stored in the engine, and what keeps that in order. Nothing is ever removed that was not named. */
export interface Storage {
  read(
    model: LabModel,
    wanted: Wanted,
    options: { readonly waitMs: number; readonly fresh: boolean },
  ): Promise<StorageView>
  unused(wanted: Wanted, kinds: readonly CleanKind[]): Promise<CleanPreview>
  /** Removes those of them that are unused at this moment. */
  clean(wanted: Wanted, items: readonly CleanChoice[]): Promise<CleanResult>
  volumes(
    model: LabModel,
    wanted: Wanted,
    options: { readonly waitMs: number },
  ): Promise<readonly VolumeView[]>
  /** Throws NAME_UNKNOWN, VOLUME_IN_USE, ALWAYS_ON, and USAGE when the name was not confirmed. */
  removeVolume(
    wanted: Wanted,
    request: { readonly volume: string; readonly confirm: string; readonly includeAlwaysOn: boolean },
  ): Promise<void>
  backups(): Promise<{ readonly dir: string; readonly files: readonly BackupFile[] }>
  backup(
    model: LabModel,
    request: BackupRequest,
    report: (event: VolumeWorkEvent) => void,
    signal: AbortSignal,
  ): Promise<void>
  restore(
    wanted: Wanted,
    request: RestoreRequest,
    report: (event: VolumeWorkEvent) => void,
    signal: AbortSignal,
  ): Promise<void>
  /** Ends what goes on, and waits until nothing of it is left. */
  dispose(): Promise<void>
}

export interface BackupRequest {
  readonly volume: string
  /** Null: one in the folder of backups. */
  readonly file: string | null
  readonly format: BackupFormat | null
  /**
   * Stops the services that use it, `stack/service`, and gives back what starts them again; null: they go on while it is
   * read.
   */
  readonly stopUsers: ((services: readonly string[]) => Promise<() => Promise<void>>) | null
}

export interface RestoreRequest {
  readonly file: string
  /** Null: the one that the backup names. */
  readonly volume: string | null
  /** Its name, when what it holds is to be replaced. */
  readonly replace: string | null
  readonly includeAlwaysOn: boolean
}
