import { rmSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import {
  type AutostartPlan,
  type AutostartStatus,
  type AutostartWish,
  autostartWishSchema,
} from '../../shared/autostart.ts'
import { SwitchyardError } from '../../shared/errors.ts'
import { formatCommand } from '../../shared/format.ts'
import { openBootMark, type BootMark } from './boot-mark.ts'
import { findProgram } from './find-program.ts'
import { carriedVariables, serveCommand } from './serve-command.ts'
import { findUnitDir, readUnitFile, removeEmpty, writeUnitFile } from './unit-file.ts'
import { parseUnit, unitName, unitText } from './unit-text.ts'
import { type Call, createCall, parseProperties } from './user-manager.ts'

/** Keeps Switchyard open from login or boot on, by a systemd user unit of the operator. */
export interface Autostart {
  status(): Promise<AutostartStatus>
  /** Changes nothing. Throws HOST_REFUSED where there is no systemd, and USAGE for a folder that no unit can name. */
  plan(wish: AutostartWish): Promise<AutostartPlan>
  /** Throws the same; what was done then is said by the error. */
  enable(wish: AutostartWish): Promise<readonly string[]>
  /** What was removed, or would be. */
  disable(how: { readonly dryRun: boolean }): Promise<readonly string[]>
  /** Which labs were started since the machine booted. */
  readonly started: BootMark
}

export interface AutostartOptions {
  readonly variables: NodeJS.ProcessEnv
  readonly stateDir: string
  readonly configDir: string
  /** Below which the launcher is found. */
  readonly from?: string
}

const systemctl = (...args: readonly string[]) => ['systemctl', '--user', ...args]

export function createAutostart({
  variables,
  stateDir,
  configDir,
  from = import.meta.dirname,
}: AutostartOptions): Autostart {
  const { uid, username } = findUser(variables)
  const call: Call = createCall(variables, uid)
  const unitDir = findUnitDir(variables)
  const file = join(unitDir, unitName)
  const tokenFile = join(configDir, 'serve-token')
  const started = openBootMark(stateDir)
  const lingering = ['loginctl', '--no-ask-password', 'enable-linger', username]

  async function whyUnavailable(): Promise<string | null> {
    const { isDone, reason } = await call(systemctl('show', '--property=Version'))
    if (isDone) return null
    return `No systemd answers for ${username} here (${reason}), so nothing can be started at login or boot.`
  }

  async function mustBeAvailable(): Promise<void> {
    const why = await whyUnavailable()
    if (why === null) return
    throw new SwitchyardError('HOST_REFUSED', why, {
      hint: 'Let what starts programs for you run `switchyard serve`.',
    })
  }

  async function isLingering(): Promise<boolean> {
    const { stdout } = await call(['loginctl', 'show-user', username, '--property=Linger'])
    return parseProperties(stdout).get('Linger') === 'yes'
  }

  async function readUnit() {
    const names = ['UnitFileState', 'ActiveState', 'MainPID', 'NRestarts']
    const { stdout } = await call(systemctl('show', unitName, `--property=${names.join()}`))
    return parseProperties(stdout)
  }

  const read = () => {
    const text = readUnitFile(file)
    const own = text === null ? null : parseUnit(text)
    return { text, own, wish: autostartWishSchema.safeParse(own?.wish).data ?? null }
  }

  async function prepare(wish: AutostartWish) {
    await mustBeAvailable()
    const { text: before, own } = read()
    const lingers = await isLingering()
    const turnsOnLinger = wish.when === 'boot' && !lingers
    const command = serveCommand(findProgram(from), wish)
    const hasTurnedOnLinger = own?.hasTurnedOnLinger === true || turnsOnLinger
    const text = unitText({ command, environment: carriedVariables(variables), wish, hasTurnedOnLinger })
    if (before !== null && own === null)
      throw new SwitchyardError(
        'FILE_EXISTS',
        'There is a unit of that name that Switchyard has not written.',
        {
          place: { file },
          hint: 'Move it away first.',
        },
      )
    const runsInUnit = Number((await readUnit()).get('MainPID')) === process.pid
    return { text, before, turnsOnLinger, lingers, runsInUnit }
  }

  return {
    started,
    async status() {
      const { wish, text } = read()
      const unavailable = await whyUnavailable()
      const properties = unavailable === null ? await readUnit() : new Map<string, string>()
      const lingers = unavailable === null && (await isLingering())
      const isEnabled = properties.get('UnitFileState') === 'enabled'
      return {
        unavailable,
        file,
        wish,
        isEnabled,
        isRunning: properties.get('ActiveState') === 'active',
        isLingering: lingers,
        tokenFile: text === null ? null : tokenFile,
        notes: [
          ...(wish?.when === 'boot' && !lingers ? [needsLinger(username)] : []),
          ...(wish && unavailable === null && !isEnabled
            ? ['The unit is there, but not enabled. `switchyard autostart enable` does it again.']
            : []),
          ...(properties.get('ActiveState') === 'failed'
            ? [`It has failed; \`journalctl --user --unit ${unitName}\` says why.`]
            : []),
        ],
      }
    },
    async plan(wish) {
      const { text, before, turnsOnLinger, lingers, runsInUnit } = await prepare(wish)
      return {
        file,
        text,
        state: before === null ? 'new' : before === text ? 'same' : 'changed',
        commands: enableCommands({ turnsOnLinger, runsInUnit }),
        notes: [
          ...(wish.when === 'login' && lingers
            ? [
                `Services of ${username} start without a login already (lingering is on), so this starts at boot.`,
              ]
            : []),
          ...(turnsOnLinger
            ? [
                `Before a login only services of users who linger are started; where that needs rights it is told.`,
              ]
            : []),
          ...(wish.startLab ? ['The lab is started once after each boot, and not by this now.'] : []),
        ],
      }
    },
    async enable(wish) {
      const { text, turnsOnLinger, runsInUnit } = await prepare(wish)
      writeUnitFile(file, text)
      // The lab is as the operator wants it now; its first start by this is the next boot's.
      started.put(wish.dir)
      const done = [`${file} is written.`]
      for (const command of enableCommands({ turnsOnLinger, runsInUnit })) {
        const { isDone, reason } = await call(command)
        if (isDone) done.push(`\`${formatCommand(command)}\` is done.`)
        else if (command[0] === 'loginctl') {
          writeUnitFile(file, unitText({ ...partsOf(wish), hasTurnedOnLinger: false }))
          done.push(`${needsLinger(username)} (${reason})`)
        } else throw refused(command, reason)
      }
      if (runsInUnit) done.push('This is that service itself; what is new holds from its next start.')
      return done
    },
    async disable({ dryRun }) {
      const { text, own } = read()
      const unit = await readUnit()
      // One that a package brought can have been enabled without us.
      if (text === null && unit.get('UnitFileState') !== 'enabled')
        return ['Nothing is started at login or boot: nothing to do.']
      if (text !== null && own === null)
        throw new SwitchyardError('FILE_EXISTS', 'The unit was not written by Switchyard, so it stays.', {
          place: { file },
        })
      const runsInUnit = Number(unit.get('MainPID')) === process.pid
      const commands = [
        systemctl('disable', ...(runsInUnit ? [] : ['--now']), unitName),
        ...(own?.hasTurnedOnLinger ? [['loginctl', '--no-ask-password', 'disable-linger', username]] : []),
      ]
      const said = [
        ...commands.map((command) => `\`${formatCommand(command)}\``),
        ...(text === null ? [] : [`${file} is removed, and the page's token with it.`]),
        ...(runsInUnit ? ['This is that service itself; it goes on until it is stopped.'] : []),
        'Containers keep running.',
      ]
      if (dryRun) return said
      for (const command of commands) await call(command)
      for (const each of [file, tokenFile]) rmSync(each, { force: true })
      await call(systemctl('daemon-reload'))
      await call(systemctl('reset-failed', unitName))
      removeEmpty([join(unitDir, 'default.target.wants'), unitDir, dirname(unitDir)])
      return said
    },
  }

  function partsOf(wish: AutostartWish) {
    return { command: serveCommand(findProgram(from), wish), environment: carriedVariables(variables), wish }
  }

  function enableCommands(how: { readonly turnsOnLinger: boolean; readonly runsInUnit: boolean }) {
    return [
      systemctl('daemon-reload'),
      systemctl('enable', unitName),
      ...(how.turnsOnLinger ? [lingering] : []),
      ...(how.runsInUnit ? [] : [systemctl('restart', unitName)]),
    ].map((command) => [...command])
  }
}

function needsLinger(username: string): string {
  return `It starts at login only: run \`sudo loginctl enable-linger ${username}\` to have it at boot.`
}

function refused(command: readonly string[], reason: string): SwitchyardError {
  return new SwitchyardError('HOST_REFUSED', `\`${formatCommand(command)}\` failed: ${reason}`, {
    hint: '`switchyard autostart status` says how far it came.',
  })
}

/** An account that has no entry of its own can have a number all the same. */
function findUser(variables: NodeJS.ProcessEnv): { readonly uid: number; readonly username: string } {
  try {
    return userInfo()
  } catch {
    const uid = process.getuid?.() ?? 0
    return { uid, username: variables['USER'] || String(uid) }
  }
}
