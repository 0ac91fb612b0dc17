import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, describe, expect, it } from 'vitest'
import { findLockHolder, lockLab } from '../../../src/main/store/run-lock.ts'

const folders: string[] = []
const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function newStateDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-lock-'))
  folders.push(folder)
  return folder
}

/** Another process that takes locks as it is told. */
async function startTaker() {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'take-lock.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  await lines.next()
  return {
    child,
    take: (stateDir: string, labDir: string): Promise<string> => {
      child.stdin.write(`${stateDir}\t${labDir}\n`)
      return lines.next().then(({ value }) => String(value))
    },
  }
}

const inProgress = (pid: number | undefined) =>
  expect.objectContaining({
    code: 'RUN_IN_PROGRESS',
    message: `Another run of this lab is in progress (process ${pid}).`,
  }) as Error

/** Writes who holds a lab, as a process that is gone may have left it. */
function leaveBehind(stateDir: string, labDir: string, holder: string): void {
  lockLab(stateDir, labDir)()
  using database = new DatabaseSync(join(stateDir, 'locks.db'))
  database.prepare('INSERT INTO locks (lab_dir, holder) VALUES (?, ?)').run(labDir, holder)
}

/** Above every number that Linux gives out. */
const deadPid = 2 ** 22 + 1

describe('the lock of a lab', () => {
  it('is held by one run and given back', () => {
    const stateDir = newStateDir()
    const unlock = lockLab(stateDir, '/lab')
    expect(() => lockLab(stateDir, '/lab')).toThrow(inProgress(process.pid))
    unlock()
    lockLab(stateDir, '/lab')()
  })

  it('is one for each lab', () => {
    const stateDir = newStateDir()
    const unlock = lockLab(stateDir, '/lab')
    lockLab(stateDir, '/other lab')()
    unlock()
  })

  it('is the same whichever link leads to the lab', () => {
    const stateDir = newStateDir()
    const link = join(stateDir, 'link')
    symlinkSync(stateDir, link)
    const unlock = lockLab(stateDir, stateDir)
    expect(() => lockLab(stateDir, link)).toThrow(inProgress(process.pid))
    unlock()
    lockLab(stateDir, link)()
  })

  it('is refused while another process holds it, and taken over once that is gone', async () => {
    const stateDir = newStateDir()
    const { child, take } = await startTaker()
    expect(await take(stateDir, '/lab')).toBe('taken')
    expect(() => lockLab(stateDir, '/lab')).toThrow(inProgress(child.pid))
    child.kill('SIGKILL')
    await once(child, 'exit')
    lockLab(stateDir, '/lab')()
  })

  it.each([
    ['its process is gone', String(deadPid)],
    ['its process’s number is another program’s since', `${process.pid} another-boot 1`],
    ['it says nothing', ''],
  ])('is taken over when %s', (_, holder) => {
    const stateDir = newStateDir()
    leaveBehind(stateDir, '/lab', holder)
    lockLab(stateDir, '/lab')()
  })

  it('is not given back by someone who has lost it', () => {
    const stateDir = newStateDir()
    const unlock = lockLab(stateDir, '/lab')
    {
      using database = new DatabaseSync(join(stateDir, 'locks.db'))
      database.prepare('UPDATE locks SET holder = ?').run(String(process.ppid))
    }
    unlock()
    expect(() => lockLab(stateDir, '/lab')).toThrow(inProgress(process.ppid))
  })

  it('has one holder, however many want it at the same moment', async () => {
    const stateDir = newStateDir()
    const takers = await Promise.all(Array.from({ length: 4 }, startTaker))
    for (let round = 0; round < 40; round += 1) {
      const labDir = `/lab ${round}`
      if (round % 2 === 1) leaveBehind(stateDir, labDir, String(deadPid))
      const answers = await Promise.all(takers.map(({ take }) => take(stateDir, labDir)))
      expect(answers.sort()).toEqual(['RUN_IN_PROGRESS', 'RUN_IN_PROGRESS', 'RUN_IN_PROGRESS', 'taken'])
    }
  })

  it('cannot be kept where nothing can be written', () => {
    const stateDir = newStateDir()
    writeFileSync(join(stateDir, 'occupied'), '')
    expect(() => lockLab(join(stateDir, 'occupied'), '/lab')).toThrow(
      expect.objectContaining({ code: 'STATE_UNUSABLE' }) as Error,
    )
  })
})

describe('the holder of a lock', () => {
  it('is the process that has the run, with its start, until the lock is given back', () => {
    const stateDir = newStateDir()
    expect(findLockHolder(stateDir, '/lab')).toBeNull()
    const unlock = lockLab(stateDir, '/lab')
    const holder = findLockHolder(stateDir, '/lab')
    expect([holder?.pid, findLockHolder(stateDir, '/other')]).toEqual([process.pid, null])
    const startedAtMs = Date.now() - process.uptime() * 1000
    expect(Math.abs((holder?.startedAtMs ?? 0) - startedAtMs)).toBeLessThan(10_000)
    unlock()
    expect(findLockHolder(stateDir, '/lab')).toBeNull()
  })

  it('is nobody once the process is gone', () => {
    const stateDir = newStateDir()
    leaveBehind(stateDir, '/lab', `${deadPid} boot 1`)
    expect(findLockHolder(stateDir, '/lab')).toBeNull()
  })
})
