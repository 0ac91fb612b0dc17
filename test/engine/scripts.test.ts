import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { formatServiceRef } from '../../src/shared/format.ts'
import type { RunEvent } from '../../src/shared/run.ts'
import { pick, readContainers } from './support/containers.ts'
import { type LabFixture, openLab, openLabWith } from './support/lab-fixture.ts'
import { findProcesses } from './support/processes.ts'
import { lastReadiness, noticesOf, planOf } from './support/run-events.ts'

const compose = `name: scripted
services:
  model:
    image: switchyard/fixture:1
    container_name: scripted-model
    environment: { READY_AFTER: '0.4' }
    healthcheck: { test: [CMD, test, -e, /run/ready], interval: 30s }
  web:
    image: switchyard/fixture:1
    container_name: scripted-web
    depends_on: { model: { condition: service_healthy } }
    healthcheck: { test: [CMD, test, -e, /run/ready], interval: 30s }
`

let lab: LabFixture
afterEach(async () => {
  // What a script has made without Compose is nobody's to clean up.
  await lab.docker(['rm', '--force', 'scripted-model'])
  await lab[Symbol.asyncDispose]()
})

/** A lab of a model server and what needs it; \`scripts\` are shell scripts by path, \`yaml\` goes under the stack. */
async function openScripted(scripts: Readonly<Record<string, string>>, yaml: string, file = compose) {
  lab = await openLabWith('scripted', {
    'compose.yaml': file,
    'switchyard.yaml': `stacks:\n  scripted:\n    files: [compose.yaml]\n${yaml}`,
  })
  await writeScripts(scripts)
}

async function writeScripts(scripts: Readonly<Record<string, string>>) {
  for (const [path, text] of Object.entries(scripts)) {
    await mkdir(dirname(join(lab.dir, path)), { recursive: true })
    await writeFile(join(lab.dir, path), `#!/bin/sh\n${text}\n`)
    await chmod(join(lab.dir, path), 0o755)
  }
}

const byScript = (more = '') => `    scripts: { model: { start: ./start.sh${more} } }\n`

const states = async () => pick(await readContainers(lab, ['scripted']), 'state')

function outputOf(events: readonly RunEvent[], step: string): readonly string[] {
  return events.flatMap((event) => (event.type === 'step-output' && event.step === step ? event.lines : []))
}

describe('a service that a script starts', () => {
  it('is started by it in the lab’s folder, and is ready when its check says so', async () => {
    await openScripted(
      {
        'start.sh':
          'pwd; echo "$SWITCHYARD_LAB/$SWITCHYARD_STACK/$SWITCHYARD_SERVICE/$SWITCHYARD_HOOK"; echo trouble >&2; docker start scripted-model',
      },
      byScript(', timeout: 30s, description: Loads it'),
    )
    const { events, end } = await lab.run({ kind: 'start' })
    expect(end).toMatchObject({ outcome: 'succeeded', failures: [], notStarted: [] })
    expect(lastReadiness(events)).toEqual({
      'scripted/model': 'ready (probed)',
      'scripted/web': 'ready (probed)',
    })
    expect(planOf(events).steps.find(({ id }) => id === 'start:scripted/model')).toMatchObject({
      via: 'script',
      command: [join(lab.dir, 'start.sh')],
      script: { dir: lab.dir, timeoutMs: 30_000, description: 'Loads it' },
    })
    expect([...outputOf(events, 'start:scripted/model')].sort()).toEqual(
      [lab.dir, 'scripted/scripted/model/', 'scripted-model', 'trouble'].sort(),
    )
    expect(noticesOf(events)).toEqual([])
    expect((await lab.run({ kind: 'start' })).end.unchanged).toBe(true)
  })

  it('may be made anew by it, under another id', async () => {
    await openScripted(
      { 'start.sh': 'docker rm -f scripted-model\ndocker compose -f compose.yaml up -d model' },
      byScript(),
    )
    const { events, end } = await lab.run({ kind: 'start' })
    expect(end).toMatchObject({ outcome: 'succeeded', failures: [] })
    const { model } = await readContainers(lab, ['scripted'])
    const told = events.flatMap((event) =>
      event.type === 'service-changed' && event.service.service === 'model' && event.readiness === 'ready'
        ? [event.container]
        : [],
    )
    expect(told).toEqual([model?.id.slice(0, 12)])
  })

  it('is found by its name when Compose did not make it', async () => {
    const run =
      'docker run -d --name scripted-model -e READY_AFTER=0.4 --health-cmd "test -e /run/ready" --health-interval 30s switchyard/fixture:1'
    await openScripted({ 'start.sh': `docker rm -f scripted-model\n${run}` }, byScript())
    const { events, end } = await lab.run({ kind: 'start' })
    expect(end).toMatchObject({ outcome: 'succeeded', failures: [] })
    expect(lastReadiness(events)['scripted/model']).toBe('ready (probed)')
  })

  it('has failed when the script fails, with the last lines that it printed', async () => {
    await openScripted({ 'start.sh': 'seq 1 30\necho no room >&2\nexit 3' }, byScript())
    const { end } = await lab.run({ kind: 'start' })
    expect(end).toMatchObject({ outcome: 'failed', notStarted: [{ stack: 'scripted', service: 'web' }] })
    expect(end.failures).toMatchObject([
      { step: 'start:scripted/model', reason: 'its start script exited with code 3', exitCode: 3 },
    ])
    expect(end.failures[0]?.log).toHaveLength(10)
    expect(end.failures[0]?.log).toContain('no room')
    expect(await states()).toEqual({ model: 'created', web: 'created' })
  })

  it('has failed when the script hangs, of which nothing is left then', async () => {
    const hanging = 'sleep 86001.25 & (trap "" TERM; sleep 86002.25; sleep 86002.25) & wait'
    await openScripted({ 'start.sh': hanging }, byScript(', timeout: 1s'))
    const { end } = await lab.run({ kind: 'start' })
    expect(end.failures).toMatchObject([
      { reason: 'its start script did not end within 1.0s and was ended', exitCode: null },
    ])
    expect([...(await findProcesses('sleep 86001.25')), ...(await findProcesses('sleep 86002.25'))]).toEqual(
      [],
    )
  })

  it('has failed when the script ends well and the service never gets ready', async () => {
    await openScripted(
      { 'start.sh': 'docker start scripted-model' },
      `    timeout: 3s\n${byScript(', timeout: 2s')}`,
      compose.replace('READY_AFTER', 'NEVER_READY').replace("'0.4'", "'1'"),
    )
    const { end } = await lab.run({ kind: 'start' })
    expect(end.failures).toMatchObject([
      { reason: 'its start script ended well, but it is not ready after 3 s', exitCode: null },
    ])
    expect(await states()).toEqual({ model: 'running', web: 'created' })
  })

  it('has failed when the script ends well and has started nothing', async () => {
    await openScripted({ 'start.sh': 'true' }, `    timeout: 2s\n${byScript(', timeout: 2s')}`)
    const { end } = await lab.run({ kind: 'start' })
    expect(end.failures).toMatchObject([
      { reason: 'its start script ended well, but it is not running after 2 s' },
    ])
  })

  it('has failed at once when its container goes down after the script has ended well', async () => {
    await openScripted(
      { 'start.sh': 'docker start scripted-model' },
      byScript(),
      compose.replace("READY_AFTER: '0.4'", "NEVER_READY: '1', EXIT_AFTER: '0.8', EXIT_CODE: '7'"),
    )
    const { end } = await lab.run({ kind: 'start' })
    expect(end.failures).toMatchObject([{ reason: 'exited with code 7', exitCode: 7 }])
  })

  it('may come up at the second attempt of its script', async () => {
    const trying =
      'docker start scripted-model; sleep 1; docker stop -t 0 scripted-model; docker start scripted-model'
    await openScripted(
      { 'start.sh': trying },
      byScript(),
      compose.replace("READY_AFTER: '0.4'", "READY_AFTER: '1.8'"),
    )
    const { end } = await lab.run({ kind: 'start' })
    expect(end).toMatchObject({ outcome: 'succeeded', failures: [] })
  })

  it('is ready while its script goes on, and what the script does later is a warning', async () => {
    const seesWeb = `docker start scripted-model
until [ "$(docker inspect -f '{{.State.Running}}' scripted-web)" = true ]; do sleep 0.1; done
echo saw web; exit 4`
    await openScripted({ 'start.sh': seesWeb }, byScript())
    const { events, end } = await lab.run({ kind: 'start' })
    expect(end).toMatchObject({ outcome: 'succeeded', failures: [] })
    expect(noticesOf(events)).toEqual([
      'The start script of scripted/model exited with code 4 after the service was ready. It said: saw web',
    ])
  })

  it('is not waited for when it leaves something in the background', async () => {
    await openScripted(
      { 'start.sh': 'sleep 86003.25 &\ndocker start scripted-model\necho $! > background' },
      byScript(),
    )
    const { end } = await lab.run({ kind: 'start' })
    expect(end.outcome).toBe('succeeded')
    const left = Number(await readFile(join(lab.dir, 'background'), 'utf8'))
    expect(await findProcesses('sleep 86003.25')).toEqual([left])
    process.kill(left)
  })

  it('is ended with its run when that is cancelled', async () => {
    await openScripted({ 'start.sh': 'echo here; sleep 86004.25 & wait' }, byScript())
    const { runId } = await lab.client.runs.start({ kind: 'start', dir: lab.dir })
    const events: RunEvent[] = []
    for await (const event of await lab.client.runs.events({ runId })) {
      events.push(event)
      if (event.type === 'step-output') await lab.client.runs.cancel({ runId })
    }
    expect(events.at(-1)).toMatchObject({ outcome: 'cancelled', failures: [] })
    expect(await findProcesses('sleep 86004.25')).toEqual([])
  })

  it('is not planned with a script that cannot be run, and the place is told', async () => {
    await openScripted({}, byScript())
    const place = { file: join(lab.dir, 'switchyard.yaml'), line: 4, column: 32 }
    const plan = () => lab.client.runs.plan({ kind: 'start', dir: lab.dir })
    await expect(plan()).rejects.toMatchObject({
      code: 'LAB_FILE_INVALID',
      data: {
        problems: [{ message: `The script \`./start.sh\` (${lab.dir}/start.sh) does not exist.`, place }],
      },
    })
    await writeFile(join(lab.dir, 'start.sh'), '')
    await expect(plan()).rejects.toMatchObject({
      data: {
        problems: [
          {
            message: `The script \`./start.sh\` (${lab.dir}/start.sh) is not executable.`,
            hint: `Make it so: chmod +x ${lab.dir}/start.sh`,
          },
        ],
      },
    })
  })
})

describe('a service that a script stops', () => {
  const stopping = '    scripts: { model: { stop: ./stop.sh } }\n'

  async function stopWith(script: string) {
    await openScripted({ 'stop.sh': script }, stopping)
    await lab.run({ kind: 'start' })
    return lab.run({ kind: 'stop' })
  }

  it('is stopped by it', async () => {
    const { events, end } = await stopWith('docker stop scripted-model')
    expect(end).toMatchObject({ outcome: 'succeeded', failures: [] })
    expect(outputOf(events, 'stop:scripted/model')).toEqual(['scripted-model'])
    expect(noticesOf(events)).toEqual([])
    expect(await states()).toEqual({ model: 'exited', web: 'exited' })
  })

  it('is stopped all the same when the script does nothing', async () => {
    const { events, end } = await stopWith('true')
    expect(end.outcome).toBe('succeeded')
    expect(noticesOf(events)).toEqual([
      'The stop script of scripted/model ended well, but scripted-model still ran: Switchyard stopped it.',
    ])
    expect(await states()).toEqual({ model: 'exited', web: 'exited' })
  })

  it('is stopped all the same when the script fails, and the reason is told', async () => {
    const { events, end } = await stopWith('echo cannot; exit 2')
    expect(end.outcome).toBe('succeeded')
    expect(noticesOf(events)).toEqual([
      'The stop script of scripted/model exited with code 2, and scripted-model still ran: Switchyard stopped it. It said: cannot',
    ])
    expect(await states()).toEqual({ model: 'exited', web: 'exited' })
  })

  it('starts and stops by script in a restart', async () => {
    await openScripted(
      { 'stop.sh': 'docker stop -t 1 scripted-model', 'start.sh': 'docker start scripted-model' },
      '    scripts: { model: { stop: ./stop.sh, start: [docker, start, scripted-model] } }\n',
    )
    await lab.run({ kind: 'start' })
    const { events, end } = await lab.run({ kind: 'restart' })
    expect(end).toMatchObject({ outcome: 'succeeded', failures: [] })
    expect(planOf(events).steps.flatMap((step) => ('via' in step ? [`${step.id} ${step.via}`] : []))).toEqual(
      [
        'stop:scripted/model script',
        'stop:scripted/web engine',
        'start:scripted/model script',
        'start:scripted/web engine',
      ],
    )
  })
})

describe('the container_actions.yaml of a lab', () => {
  it('starts and stops the model server of seed 0 through its own scripts, when the recipe shall not take their place', async () => {
    lab = await openLab('split-project')
    await writeFile(
      join(lab.dir, 'switchyard.yaml'),
      'stacks:\n  app:\n    files: [docker-compose.app.yml]\n    scripts: { sglang-server: { start: ./scripts/model_management/sglang/start.sh, timeout: 12m } }\n',
    )
    const up = await lab.run({ kind: 'start', profiles: ['performance'] })
    expect(up.end).toMatchObject({ outcome: 'succeeded', failures: [] })
    const folder = join(lab.dir, 'scripts/model_management/sglang')
    expect(planOf(up.events).steps.find(({ id }) => id === 'start:app/sglang-server')).toMatchObject({
      via: 'script',
      command: [join(folder, 'start.sh')],
      timeoutMs: 15 * 60_000,
      script: {
        dir: lab.dir,
        timeoutMs: 720_000,
        description: 'SGLang: needs swap and a paused earlyoom while the weights load',
      },
    })
    expect(outputOf(up.events, 'start:app/sglang-server')).toEqual(
      expect.arrayContaining([
        '1/6 swap on',
        '  host: swapon /swapfile-sglang',
        '4/6 start and watch',
        '6/6 swap off',
      ]),
    )
    const down = await lab.run({ kind: 'stop', appsOnly: true })
    expect(down.end.outcome).toBe('succeeded')
    expect(outputOf(down.events, 'stop:app/sglang-server')).toContain('trollama-sglang')
    expect(noticesOf(down.events)).toEqual([])
    const after = await readContainers(lab, ['trollama'])
    expect(after['sglang-server']?.state).toBe('exited')
    expect(after['web-service']?.state).toBe('running')
  })
})

describe('hooks of a lab and its stacks', () => {
  const services = (names: readonly string[]) =>
    `services:\n${names.map((name) => `  ${name}: { image: 'switchyard/fixture:1' }\n`).join('')}`

  const moments = ['before_start', 'after_start', 'before_stop', 'after_stop']

  async function openHooked(options: { readonly failing?: string; readonly onFailure?: string } = {}) {
    const hooks = (owner: string, indent: string) =>
      `${indent}hooks:\n${moments
        .map((when) => {
          const policy =
            options.onFailure && `${owner}:${when}` === options.failing
              ? `, on_failure: ${options.onFailure}`
              : ''
          return `${indent}  ${when}: [{ run: [./hook.sh, ${owner}]${policy} }]\n`
        })
        .join('')}`
    lab = await openLabWith('hooked', {
      'data/compose.yaml': services(['db']),
      'apps/compose.yaml': services(['web', 'api']),
      'idle/compose.yaml': services(['spare']),
      'switchyard.yaml': `${hooks('lab', '')}stacks:
  data:
${hooks('data', '    ')}
  apps:
    needs: [data]
${hooks('apps', '    ')}
  idle:
    auto_start: false
${hooks('idle', '    ')}`,
    })
    // How many of each stack run when the hook is run.
    const count = (stack: string) =>
      `$(docker ps -q --filter label=com.docker.compose.project=${stack} | wc -l)`
    await writeScripts({
      'hook.sh': `echo "$1:$SWITCHYARD_HOOK ${count('data')} ${count('apps')}" >> order
[ "$1:$SWITCHYARD_HOOK" != '${options.failing ?? ''}' ] || { echo no; exit 5; }`,
    })
  }

  const order = async () => (await readFile(join(lab.dir, 'order'), 'utf8')).trim().split('\n')

  it('run around what is started and stopped, and nothing else', async () => {
    await openHooked()
    expect((await lab.run({ kind: 'start' })).end).toMatchObject({ outcome: 'succeeded', failures: [] })
    expect((await lab.run({ kind: 'start' })).end.unchanged).toBe(true)
    expect((await lab.run({ kind: 'stop' })).end).toMatchObject({ outcome: 'succeeded', failures: [] })
    expect(await order()).toEqual([
      'lab:before_start 0 0',
      'data:before_start 0 0',
      'data:after_start 1 0',
      'apps:before_start 1 0',
      'apps:after_start 1 2',
      'lab:after_start 1 2',
      'lab:before_stop 1 2',
      'apps:before_stop 1 2',
      'apps:after_stop 1 0',
      'data:before_stop 1 0',
      'data:after_stop 0 0',
      'lab:after_stop 0 0',
    ])
  })

  it('keep from starting what comes after them when they must not fail', async () => {
    await openHooked({ failing: 'apps:before_start' })
    const { end, events } = await lab.run({ kind: 'start' })
    expect(end).toMatchObject({
      outcome: 'failed',
      failures: [
        {
          service: null,
          step: 'hook:before_start:apps:0',
          reason: 'The before_start hook of apps (hook.sh) exited with code 5',
          exitCode: 5,
          log: ['no'],
        },
      ],
    })
    expect(end.notStarted.map(formatServiceRef).sort()).toEqual(['apps/api', 'apps/web'])
    expect(lastReadiness(events)['data/db']).toBe('ready')
    expect(await order()).toEqual([
      'lab:before_start 0 0',
      'data:before_start 0 0',
      'data:after_start 1 0',
      'apps:before_start 1 0',
    ])
  })

  it('keep everything from starting when they are the lab’s', async () => {
    await openHooked({ failing: 'lab:before_start' })
    const { end } = await lab.run({ kind: 'start' })
    expect(end.notStarted.map(formatServiceRef).sort()).toEqual(['apps/api', 'apps/web', 'data/db'])
    expect(await readContainers(lab, ['data', 'apps'])).toEqual({})
  })

  it('are a warning when they may fail', async () => {
    await openHooked({ failing: 'apps:before_start', onFailure: 'continue' })
    const { end, events } = await lab.run({ kind: 'start' })
    expect(end).toMatchObject({ outcome: 'succeeded', failures: [], notStarted: [] })
    expect(noticesOf(events)).toEqual([
      'The before_start hook of apps (hook.sh) exited with code 5; the run goes on. It said: no',
    ])
  })

  it('keep from stopping what they must not fail before', async () => {
    await openHooked({ failing: 'data:before_stop' })
    await lab.run({ kind: 'start' })
    const { end } = await lab.run({ kind: 'stop' })
    expect(end).toMatchObject({
      outcome: 'failed',
      failures: [{ step: 'hook:before_stop:data:0', exitCode: 5 }],
      notStarted: [{ stack: 'data', service: 'db' }],
    })
    expect(pick(await readContainers(lab, ['data', 'apps']), 'state')).toEqual({
      api: 'exited',
      db: 'running',
      web: 'exited',
    })
  })
})
