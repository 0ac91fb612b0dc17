import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Container, readContainers } from './support/containers.ts'
import { type LabFixture, openLabWith } from './support/lab-fixture.ts'
import { lastReadiness, readyAtMs } from './support/run-events.ts'

/** What a service needs from its start until it is ready, and nothing may be called ready before. */
const compose = `
name: probes
x-service: &service
  image: switchyard/fixture:1
services:
  web:
    <<: *service
    environment: { PORT: "8080", READY_AFTER: "1.5" }
    ports: ["127.0.0.1:20990:8080"]
  picky:
    <<: *service
    environment: { PORT: "8080", READY_AFTER: "0.2", UNHEALTHY_AFTER: "1" }
    ports: ["127.0.0.1:20991:8080"]
  socket:
    <<: *service
    environment: { PORT: "8080", READY_AFTER: "1.5" }
    ports: ["127.0.0.1:20992:8080"]
  logger:
    <<: *service
    environment: { READY_AFTER: "1.2", LOG_EVERY: "0.1" }
  checked:
    <<: *service
    environment: { READY_AFTER: "1" }
    healthcheck: { test: ["CMD", "test", "-f", "/run/ready"], interval: 30s }
  quoting:
    <<: *service
    environment: { READY_AFTER: "0.8", WORD: 'a "quoted" $$word' }
    healthcheck:
      test: ["CMD-SHELL", "test -f /run/ready && test \\"$$WORD\\" = 'a \\"quoted\\" $$word' || exit 1"]
      interval: 30s
  shell-less:
    build:
      context: .
      dockerfile_inline: |
        FROM scratch
        COPY --from=switchyard/fixture:1 /bin/busybox /bin/busybox
    command: ["/bin/busybox", "sh", "-c", "/bin/busybox sleep 1; : > /ready; exec /bin/busybox sleep 600"]
    healthcheck: { test: ["CMD", "/bin/busybox", "test", "-f", "/ready"], interval: 30s }
  task:
    <<: *service
    environment: { EXIT_AFTER: "1.4", EXIT_CODE: "0" }
  steady:
    <<: *service
    environment: { READY_AFTER: "0" }
`

const switchyard = `
stacks:
  probes:
    readiness:
      web: { http: http://127.0.0.1:20990/health }
      picky: { http: http://127.0.0.1:20991/, status: 503 }
      socket: { tcp: 127.0.0.1:20992 }
      logger: { log: "ready at \\\\d+$" }
      checked: { health: true }
      task: { completed: true }
      steady: { grace: 2s }
`

/** From the start of the container, in milliseconds. */
const readyAfterMs = {
  web: 1500,
  picky: 1200,
  socket: 1500,
  logger: 1200,
  checked: 1000,
  quoting: 800,
  'shell-less': 1000,
  task: 1400,
  steady: 2000,
}

describe('what says that a service is ready', () => {
  let lab: LabFixture
  let up: Awaited<ReturnType<LabFixture['run']>>
  let containers: Readonly<Record<string, Container>>

  beforeAll(async () => {
    lab = await openLabWith('probes', { 'compose.yaml': compose, 'switchyard.yaml': switchyard })
    up = await lab.run({ kind: 'start' })
    containers = await readContainers(lab, ['probes'])
  })
  afterAll(() => lab[Symbol.asyncDispose]())

  it('is told with the service', () => {
    expect(up.end).toMatchObject({ outcome: 'succeeded', failures: [], notStarted: [] })
    expect(lastReadiness(up.events)).toEqual({
      'probes/checked': 'ready (probed)',
      'probes/logger': 'ready (probed)',
      'probes/picky': 'ready (probed)',
      'probes/quoting': 'ready (probed)',
      'probes/shell-less': 'ready (probed)',
      'probes/socket': 'ready (probed)',
      'probes/steady': 'ready',
      'probes/task': 'done',
      'probes/web': 'ready (probed)',
    })
  })

  it.each(Object.entries(readyAfterMs))(
    'is right about %s: not before it is, and soon after',
    (service, afterMs) => {
      const tookMs =
        (readyAtMs(up.events).get(`probes/${service}`) ?? NaN) - (containers[service]?.startedAtMs ?? NaN)
      expect(tookMs).toBeGreaterThanOrEqual(afterMs)
      expect(tookMs).toBeLessThan(afterMs + 3000)
    },
  )

  it('is ahead of Docker, and the status says so', async () => {
    const { stacks } = await lab.client.labs.status({ dir: lab.dir })
    const found = stacks.flatMap(({ services }) => services).filter(({ health }) => health !== null)
    expect(found.map(({ name, readiness, readyBy, health }) => [name, readiness, readyBy, health])).toEqual([
      ['checked', 'ready', 'probe', 'starting'],
      ['quoting', 'ready', 'probe', 'starting'],
      ['shell-less', 'ready', 'probe', 'starting'],
    ])
  })

  it('is not asked any more once it has been said', async () => {
    const until = String(Math.floor(Date.now() / 1000) + 5)
    const filters = ['--filter', 'event=exec_create', '--filter', 'event=exec_start']
    const events = await lab.docker([
      'events',
      '--since',
      String(Math.ceil(Date.now() / 1000)),
      '--until',
      until,
      ...filters,
    ])
    expect(events).toBe('')
  })

  it('is found again by the next run without asking', async () => {
    const { end } = await lab.run({ kind: 'start' })
    expect(end).toMatchObject({ outcome: 'succeeded', unchanged: true })
  })
})
