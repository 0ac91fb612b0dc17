import { describe, expect, it } from 'vitest'
import { type EngineAbsence, explainAbsence } from '../../../src/main/engine/explain-absence.ts'

const usual = 'unix:///var/run/docker.sock'
const byHost = { what: 'DOCKER_HOST', undo: ['unset', 'DOCKER_HOST'] }
const socket = { owner: 'root', group: 'docker', isMember: false }

/** An engine that is installed and does not run, and what is different about it. */
function explained(more: Partial<EngineAbsence>) {
  const { kind, message, steps } = explainAbsence({
    address: usual,
    namedBy: null,
    cause: 'nobody-listens',
    isInstalled: true,
    hasSystemd: true,
    user: 'anna',
    socket: null,
    others: [],
    ...more,
  })
  return { kind, message, steps: steps.map(({ text, command }) => [text, command]) }
}

const undoHost = ['DOCKER_HOST names it. To go back to the usual one', 'unset DOCKER_HOST']
const logIn = ['Then log out of your whole session, and log in again', null]
const join = ['Join it; whoever is in it can do here what root can', 'sudo usermod -aG docker anna']

describe('where there is no engine', () => {
  it('it is to be installed', () => {
    expect(explained({ cause: 'no-socket', isInstalled: false })).toEqual({
      kind: 'no-engine',
      message: `There is no Docker engine on this machine: nothing is at ${usual}, and dockerd is not installed.`,
      steps: [
        [
          'Install Docker Engine 25 or newer with its Compose plugin (https://docs.docker.com/engine/install/)',
          null,
        ],
      ],
    })
  })

  it('one of this user’s own that answers elsewhere is offered first', () => {
    const others = ['unix:///run/user/1000/docker.sock']
    expect(explained({ cause: 'no-socket', isInstalled: false, others }).steps[0]).toEqual([
      'Another engine answers here. Start Switchyard with it',
      'export DOCKER_HOST=unix:///run/user/1000/docker.sock',
    ])
  })
})

describe('an engine that does not run', () => {
  it.each(['no-socket', 'nobody-listens'] as const)('is to be started (%s)', (cause) => {
    expect(explained({ cause })).toEqual({
      kind: 'engine-stopped',
      message: `The Docker engine at ${usual} does not answer.`,
      steps: [
        ['Start it', 'sudo systemctl start docker'],
        ['If it does not stay up, see why', 'systemctl status docker'],
      ],
    })
  })

  it('is started in another way where there is no systemd', () => {
    expect(explained({ hasSystemd: false }).steps).toEqual([['Start it', 'sudo service docker start']])
  })

  it.each([
    ['unix:///run/user/1000/docker.sock', 'systemctl --user start docker'],
    ['unix:///home/anna/.docker/desktop/docker.sock', 'systemctl --user start docker-desktop'],
  ])('and is the user’s own, at %s, is started without root', (address, command) => {
    const namedBy = { what: 'the docker context mine', undo: ['docker', 'context', 'use', 'default'] }
    expect(explained({ address, namedBy, cause: 'no-socket' })).toEqual({
      kind: 'engine-elsewhere',
      message: `The Docker engine at ${address} does not answer.`,
      steps: [
        ['Start it', command],
        ['The docker context mine names it. To go back to the usual one', 'docker context use default'],
      ],
    })
  })

  it('although a variable names the usual one is to be started, not named otherwise', () => {
    expect(explained({ namedBy: byHost }).steps[0]).toEqual(['Start it', 'sudo systemctl start docker'])
  })
})

describe('an address that leads nowhere', () => {
  it('is told with who names it, and the way back', () => {
    expect(explained({ address: 'unix:///nowhere.sock', namedBy: byHost, cause: 'no-socket' })).toEqual({
      kind: 'engine-elsewhere',
      message: 'The Docker engine at unix:///nowhere.sock does not answer.',
      steps: [undoHost],
    })
  })

  it('on another machine is to be looked for there', () => {
    expect(explained({ address: 'ssh://me@far', namedBy: byHost, cause: 'remote' })).toEqual({
      kind: 'engine-elsewhere',
      message: 'The Docker engine at ssh://me@far does not answer.',
      steps: [['Look whether it runs there, and whether this machine reaches it', null], undoHost],
    })
  })
})

describe('an engine that this user may not use', () => {
  it('has a group to join', () => {
    expect(explained({ cause: 'forbidden', socket })).toEqual({
      kind: 'no-permission',
      message: `You may not use the Docker engine at ${usual}: it is for the group docker, and you are not in it.`,
      steps: [join, logIn],
    })
  })

  it('although the user is in that group wants a new session', () => {
    expect(explained({ cause: 'forbidden', socket: { ...socket, isMember: true } })).toEqual({
      kind: 'log-in-again',
      message: `You may not use the Docker engine at ${usual} yet: you are in the group docker, but this session is older than that.`,
      steps: [
        ['Log out of your whole session, and log in again', null],
        ['Or in this terminal alone, at once', 'newgrp docker'],
      ],
    })
  })

  it('for want of any group gets one', () => {
    expect(explained({ cause: 'forbidden', socket: { ...socket, group: 'root' } })).toEqual({
      kind: 'no-permission',
      message: `You may not use the Docker engine at ${usual}: it is for root alone.`,
      steps: [
        ['Make the group that Docker gives it to', 'sudo groupadd --force docker'],
        join,
        ['Restart Docker', 'sudo systemctl restart docker'],
        logIn,
      ],
    })
  })

  it.each([
    [{ owner: 'berta', group: 'berta', isMember: false }, 'it belongs to berta'],
    [null, 'it lies in a folder of another user'],
  ])('because it is another user’s is left to that one', (whose, why) => {
    const address = 'unix:///run/user/1001/docker.sock'
    expect(explained({ address, namedBy: byHost, cause: 'forbidden', socket: whose })).toEqual({
      kind: 'no-permission',
      message: `You may not use the Docker engine at ${address}: ${why}.`,
      steps: [undoHost],
    })
  })

  it('of another machine’s or root’s making, named by a variable, is not what the group docker is for', () => {
    const address = 'unix:///srv/docker.sock'
    const given = {
      address,
      namedBy: byHost,
      cause: 'forbidden',
      socket: { ...socket, group: 'root' },
    } as const
    expect(explained(given).steps).toEqual([undoHost])
  })

  it('is told by a name that a shell takes as one word', () => {
    expect(explained({ cause: 'forbidden', socket, user: 'anna b' }).steps[0]?.[1]).toBe(
      "sudo usermod -aG docker 'anna b'",
    )
  })
})
