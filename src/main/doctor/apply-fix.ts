import { constants } from 'node:fs'
import { chmod, copyFile, readFile } from 'node:fs/promises'
import type { Fix, FixChanges } from '../../shared/doctor.ts'
import { SwitchyardError } from '../../shared/errors.ts'
import type { Engine } from '../engine/model.ts'

/** What a fix will do. Reads files, changes nothing. */
export async function describeFix(fix: Fix): Promise<FixChanges> {
  switch (fix.kind) {
    case 'create-network':
      return {
        summary: `Creates the network ${fix.network} on the engine, which all stacks can then join.`,
        command: ['docker', 'network', 'create', '--driver', 'bridge', fix.network],
        files: [],
        undo: `Remove it with \`docker network rm ${fix.network}\` while no container uses it.`,
      }
    case 'copy-file':
      return {
        summary: `Copies ${fix.from} to ${fix.to}, which only you can read; its values are yours to fill in.`,
        command: null,
        files: [{ file: fix.to, before: null, after: await readFile(fix.from, 'utf8') }],
        undo: `Delete ${fix.to}.`,
      }
    case 'restrict-file':
      return {
        summary: `Lets nobody but you read and write ${fix.file}; what it says stays.`,
        command: ['chmod', '600', fix.file],
        files: [],
        undo: 'Give others their rights back with chmod.',
      }
  }
}

/** Does it, and says in one sentence what was done. */
export async function applyFix(engine: Engine, fix: Fix): Promise<string> {
  switch (fix.kind) {
    case 'create-network':
      await engine.createNetwork(fix.network)
      return `Created network ${fix.network}.`
    case 'copy-file':
      await copy(fix.from, fix.to)
      return `Copied ${fix.from} to ${fix.to}; fill in its values.`
    case 'restrict-file':
      await restrict(fix.file)
      return `Only you can read ${fix.file} now.`
  }
}

async function restrict(file: string): Promise<void> {
  try {
    await chmod(file, 0o600)
  } catch (cause) {
    throw new SwitchyardError(
      'FOLDER_UNREADABLE',
      `Its mode cannot be changed: ${(cause as Error).message}.`,
      {
        place: { file },
        hint: 'It may belong to somebody else: sudo chown it first.',
        cause,
      },
    )
  }
}

async function copy(from: string, to: string): Promise<void> {
  try {
    // Never over a file that has appeared meanwhile.
    await copyFile(from, to, constants.COPYFILE_EXCL)
    // Secrets will be written into it.
    await chmod(to, 0o600)
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'EEXIST') {
      throw new SwitchyardError('FILE_EXISTS', 'There is such a file by now; it was left as it is.', {
        place: { file: to },
        hint: 'Run the doctor again.',
        cause,
      })
    }
    throw new SwitchyardError('FOLDER_UNREADABLE', `The file cannot be written: ${message}.`, {
      place: { file: to },
      hint: 'Make its folder writable for you, or copy the example yourself.',
      cause,
    })
  }
}
