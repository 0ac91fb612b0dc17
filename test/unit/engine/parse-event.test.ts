import { expect, it } from 'vitest'
import { parseEvent } from '../../../src/main/engine/parse-event.ts'

const labels = { 'com.docker.compose.project': 'app', 'com.docker.compose.service': 'web' }

function line(action: string, attributes: object | null = labels): string {
  return JSON.stringify({
    Type: 'container',
    Action: action,
    Actor: { ID: 'f00d', Attributes: attributes },
    time: 1,
    timeNano: 1_500_250_000,
  })
}

const event = (what: object, project: string | null = 'app', service: string | null = 'web') => ({
  containerId: 'f00d',
  name: null,
  project,
  service,
  atMs: 1500.25,
  event: what,
})

it.each([
  ['a container that is made', line('create'), event({ kind: 'created' })],
  ['a start', line('start'), event({ kind: 'started' })],
  [
    'an exit with its code',
    line('die', { ...labels, exitCode: '137' }),
    event({ kind: 'died', exitCode: 137 }),
  ],
  ['an exit without a code', line('die'), event({ kind: 'died', exitCode: 0 })],
  ['a removal', line('destroy'), event({ kind: 'destroyed' })],
  ['a pause', line('pause'), event({ kind: 'paused' })],
  ['the end of a pause', line('unpause'), event({ kind: 'unpaused' })],
  ['another name', line('rename'), event({ kind: 'renamed' })],
  [
    'the name of a container',
    line('start', { ...labels, name: 'app-web-1' }),
    { ...event({ kind: 'started' }), name: 'app-web-1' },
  ],
  [
    'a signal that somebody sent',
    line('kill', { ...labels, signal: '15' }),
    event({ kind: 'signalled', signal: 15 }),
  ],
  ['a stop that somebody asked for', line('stop'), event({ kind: 'stopped' })],
  ['a lack of memory', line('oom'), event({ kind: 'out of memory' })],
  ['good health', line('health_status: healthy'), event({ kind: 'health', health: 'healthy' })],
  ['bad health', line('health_status: unhealthy'), event({ kind: 'health', health: 'unhealthy' })],
  ['a container that Compose did not make', line('start', {}), event({ kind: 'started' }, null, null)],
  [
    'a container of `docker compose run`, which is none of the service',
    line('die', { ...labels, 'com.docker.compose.oneoff': 'True', exitCode: '1' }),
    event({ kind: 'died', exitCode: 1 }, 'app', null),
  ],
  ['a container without attributes', line('start', null), event({ kind: 'started' }, null, null)],
  ['nothing of a command in a container', line('exec_create: /bin/sh -c check'), null],
  ['nothing of health that is none of Docker’s words', line('health_status: running'), null],
  ['nothing of an event without an actor', '{"Action":"start"}', null],
  ['nothing of what is no JSON', '{"Action":', null],
  ['nothing of an empty line', '', null],
])('reads %s', (_, text, expected) => {
  expect(parseEvent(text)).toEqual(expected)
})
