import { formatCommand } from '../../shared/format.ts'
import { step } from '../../shared/next-steps.ts'
import type { NextStep } from '../../shared/situation.ts'
import { defaultSocket, type EngineNaming } from './find-engine.ts'
import type { AbsenceExplanation } from './no-engine-error.ts'

/** What this machine can tell of an engine that was not reached. */
export interface EngineAbsence {
  readonly address: string
  readonly namedBy: EngineNaming | null
  /** `remote`: the address is none of a socket, so nothing can be looked at. */
  readonly cause: 'no-socket' | 'nobody-listens' | 'forbidden' | 'remote'
  /** Whether there is an engine's program on this machine. */
  readonly isInstalled: boolean
  readonly hasSystemd: boolean
  readonly user: string
  /** Who may use the socket; null when that cannot be seen. */
  readonly socket: {
    readonly owner: string
    readonly group: string
    /** Whether the user is written down as a member of that group, whatever this process has of it. */
    readonly isMember: boolean
  } | null
  /** Addresses of other engines that answer this user. */
  readonly others: readonly string[]
}

const installGuide = 'https://docs.docker.com/engine/install/'

const usualAddress = `unix://${defaultSocket}`

/** Why an engine was not reached, and the way to it, the likeliest first. Pure. */
export function explainAbsence(absence: EngineAbsence): AbsenceExplanation {
  const { address, namedBy, cause, isInstalled } = absence
  const silent = `The Docker engine at ${address} does not answer.`
  if (cause === 'forbidden') return explainForbidden(absence)
  if (cause === 'remote') {
    const steps = [
      step('Look whether it runs there, and whether this machine reaches it'),
      ...otherWays(absence),
    ]
    return { kind: 'engine-elsewhere', message: silent, steps }
  }
  if (namedBy !== null && address !== usualAddress) {
    const start = ownStart(address)
    const steps = [...(start ? [step('Start it', start)] : []), ...otherWays(absence)]
    return { kind: 'engine-elsewhere', message: silent, steps }
  }
  if (cause === 'no-socket' && !isInstalled) {
    const install = step(`Install Docker Engine 25 or newer with its Compose plugin (${installGuide})`)
    return {
      kind: 'no-engine',
      message: `There is no Docker engine on this machine: nothing is at ${address}, and dockerd is not installed.`,
      steps: [...otherWays(absence), install],
    }
  }
  return {
    kind: 'engine-stopped',
    message: silent,
    steps: [
      ...otherWays(absence),
      step('Start it', absence.hasSystemd ? 'sudo systemctl start docker' : 'sudo service docker start'),
      ...(absence.hasSystemd ? [step('If it does not stay up, see why', 'systemctl status docker')] : []),
    ],
  }
}

function explainForbidden(absence: EngineAbsence): AbsenceExplanation {
  const { address, user, socket, hasSystemd } = absence
  const refused = `You may not use the Docker engine at ${address}`
  const ways = otherWays(absence)
  const logIn = step('Then log out of your whole session, and log in again')
  if (socket === null || (socket.owner !== 'root' && socket.group !== 'docker')) {
    const whose = socket === null ? 'it lies in a folder of another user' : `it belongs to ${socket.owner}`
    return {
      kind: 'no-permission',
      message: `${refused}: ${whose}.`,
      steps: ways.length > 0 ? ways : [ownEngine],
    }
  }
  const { group, isMember } = socket
  if (group === 'root' && address !== usualAddress) {
    return { kind: 'no-permission', message: `${refused}: it is for root alone.`, steps: ways }
  }
  if (group === 'root') {
    return {
      kind: 'no-permission',
      message: `${refused}: it is for root alone.`,
      steps: [
        ...ways,
        step('Make the group that Docker gives it to', 'sudo groupadd --force docker'),
        joinGroup('docker', user),
        step('Restart Docker', hasSystemd ? 'sudo systemctl restart docker' : 'sudo service docker restart'),
        logIn,
      ],
    }
  }
  if (isMember) {
    return {
      kind: 'log-in-again',
      message: `${refused} yet: you are in the group ${group}, but this session is older than that.`,
      steps: [
        step('Log out of your whole session, and log in again'),
        step('Or in this terminal alone, at once', formatCommand(['newgrp', group])),
      ],
    }
  }
  return {
    kind: 'no-permission',
    message: `${refused}: it is for the group ${group}, and you are not in it.`,
    steps: [...ways, joinGroup(group, user), logIn],
  }
}

const ownEngine = step('Use an engine of your own, or the one of this machine')

function joinGroup(group: string, user: string): NextStep {
  const command = formatCommand(['sudo', 'usermod', '-aG', group, user])
  return step('Join it; whoever is in it can do here what root can', command)
}

/** Engines that are there, and the way back from what named this one. */
function otherWays({ address, namedBy, others }: EngineAbsence): NextStep[] {
  return [
    ...others.map((other) =>
      step(
        'Another engine answers here. Start Switchyard with it',
        formatCommand(['export', `DOCKER_HOST=${other}`]),
      ),
    ),
    ...(namedBy && address !== usualAddress
      ? [
          step(
            `${sentenceCase(namedBy.what)} names it. To go back to the usual one`,
            formatCommand(namedBy.undo),
          ),
        ]
      : []),
  ]
}

/** How an engine of this user's own is started; null for one that is not known by its address. */
function ownStart(address: string): string | null {
  if (/^unix:\/\/\/run\/user\/\d+\/docker\.sock$/.test(address)) return 'systemctl --user start docker'
  if (address.includes('/.docker/desktop/')) return 'systemctl --user start docker-desktop'
  return null
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
