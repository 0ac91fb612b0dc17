import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import type { RunRequest } from '../../src/shared/contract.ts'
import { formatServiceRef } from '../../src/shared/format.ts'
import type { RunEvent } from '../../src/shared/run.ts'
import { type LabFixture, openLabWith } from './support/lab-fixture.ts'
import { lastReadiness } from './support/run-events.ts'

const service = `
    image: switchyard/fixture:1
    entrypoint: [sleep, infinity]
    init: true
    stop_grace_period: 0s`

const files = (unloadUrl: string) => ({
  'ai/compose.yaml': `name: gpu-ai\nservices:\n  sglang:${service}\n  comfyui:${service}\n`,
  'base/compose.yaml': `name: gpu-base\nservices:\n  keeper:${service}\n`,
  'switchyard.yaml': `
stacks:
  ai:
    gpu:
      sglang: { exclusive: true }
      comfyui: { vram: 12GiB, unload: { http: '${unloadUrl}', body: '{"unload_models":true}' } }
  base:
    always_on: true
    gpu: { keeper: { exclusive: true } }
`,
})

/** A GPU of 24 GiB that is used as the test says. */
const gpuRow = (usedMib: number) => `0, GPU-a, 38, ${usedMib}, 24576, 8, 98.14, 250.00, 38, NVIDIA Test\n`

describe('services that claim a GPU', () => {
  let lab: LabFixture
  let smiDir: string
  const asked: string[] = []
  let answerUnload: () => Promise<number>
  const server = createServer((request, response) => {
    request.on('data', (body: Buffer) => asked.push(`${request.method} ${request.url} ${body.toString()}`))
    request.on('end', () => void answerUnload().then((status) => response.writeHead(status).end()))
  })

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    smiDir = await mkdtemp(join(tmpdir(), 'switchyard-smi-'))
    const smi = join(smiDir, 'nvidia-smi')
    await writeFile(
      smi,
      `#!/bin/sh\ncase "$1" in\n--query-gpu=*) cat '${smiDir}/gpus' ;;\n*) cat '${smiDir}/apps' ;;\nesac\n`,
    )
    await chmod(smi, 0o755)
    const known = inject('engineVariables')
    const variables = { ...known, PATH: `${smiDir}:${known['PATH'] ?? ''}` }
    lab = await openLabWith('gpu', files(`http://127.0.0.1:${port}/free`), { variables })
  })
  afterAll(async () => {
    server.close()
    await lab[Symbol.asyncDispose]()
    await rm(smiDir, { recursive: true })
  })
  beforeEach(async () => {
    asked.length = 0
    await use({})
    await lab.run({ kind: 'down', targets: ['ai', 'base'], includeAlwaysOn: true })
  })

  /** What nvidia-smi tells: MiB by container. */
  async function use(mib: Readonly<Record<string, number>>): Promise<void> {
    const rows = await Promise.all(
      Object.entries(mib).map(async ([name, used]) => {
        const pid = await lab.docker(['inspect', '--format', '{{.State.Pid}}', name])
        return `GPU-a, ${pid.trim()}, ${used}, python\n`
      }),
    )
    const sum = Object.values(mib).reduce((total, used) => total + used, 0)
    await writeFile(join(smiDir, 'apps'), rows.join(''))
    await writeFile(join(smiDir, 'gpus'), gpuRow(sum))
  }

  /** Runs to the end; `when` is called with each event. */
  async function follow(
    request: Omit<RunRequest, 'dir'>,
    when: (event: RunEvent, runId: string) => Promise<unknown> | void,
  ): Promise<readonly RunEvent[]> {
    const { runId } = await lab.client.runs.start({ ...request, dir: lab.dir })
    const events: RunEvent[] = []
    for await (const event of await lab.client.runs.events({ runId })) {
      events.push(event)
      await when(event, runId)
    }
    return events
  }

  const detailOf = (event: RunEvent) => (event.type === 'service-changed' ? (event.detail ?? '') : '')
  const noticesOf = (events: readonly RunEvent[]) =>
    events.flatMap((event) => (event.type === 'notice' ? [event.message] : []))
  const outcomeOf = (events: readonly RunEvent[]) => {
    const last = events.at(-1)
    return last?.type === 'run-finished' ? last.outcome : null
  }
  const endOf = (events: readonly RunEvent[], step: string) =>
    events.flatMap((event) => (event.type === 'step-finished' && event.step === step ? [event.outcome] : []))

  it('wait until somebody stops the one that holds it', async () => {
    await lab.run({ kind: 'start', targets: ['ai/sglang'] })
    const events = await follow({ kind: 'start', targets: ['ai/comfyui'] }, (event) =>
      detailOf(event).startsWith('waits for the GPU') ? lab.docker(['stop', 'gpu-ai-sglang-1']) : undefined,
    )
    expect(events.map(detailOf)).toContain('waits for the GPU: ai/sglang holds the whole GPU')
    expect(lastReadiness(events)).toEqual({ 'ai/comfyui': 'ready' })
    expect(await lab.states('gpu-ai')).toEqual({ comfyui: 'running', sglang: 'exited' })
  })

  it('replace one that gives its memory back when it is asked, and do not stop it', async () => {
    await lab.run({ kind: 'start', targets: ['ai/comfyui'] })
    await use({ 'gpu-ai-comfyui-1': 14_336 })
    const before = await lab.client.gpu.state({ dir: lab.dir })
    expect(
      before.claims.map((claim) => [formatServiceRef(claim.service), claim.state, claim.measuredBytes]),
    ).toEqual([
      ['ai/comfyui', 'holds', 14 * 1024 ** 3],
      ['ai/sglang', 'down', null],
      ['base/keeper', 'down', null],
    ])
    // As ComfyUI does it: the answer comes first, the memory is free a little later.
    answerUnload = () => {
      setTimeout(() => void use({ 'gpu-ai-comfyui-1': 300 }), 300)
      return Promise.resolve(200)
    }
    const events = await follow({ kind: 'start', targets: ['ai/sglang'], replacesGpu: true }, () => undefined)
    expect(asked).toEqual(['POST /free {"unload_models":true}'])
    expect(endOf(events, 'stop:ai/comfyui')).toEqual(['skipped'])
    expect(await lab.states('gpu-ai')).toEqual({ comfyui: 'running', sglang: 'running' })
    expect((await lab.client.gpu.state({ dir: lab.dir })).claims[0]?.state).toBe('idle')
  })

  it('have one stopped that refuses to unload', async () => {
    await lab.run({ kind: 'start', targets: ['ai/comfyui'] })
    await use({ 'gpu-ai-comfyui-1': 14_336 })
    answerUnload = () => Promise.resolve(503)
    const events = await follow({ kind: 'start', targets: ['ai/sglang'], replacesGpu: true }, (event) =>
      event.type === 'step-finished' && event.step === 'stop:ai/comfyui' ? use({}) : undefined,
    )
    expect(noticesOf(events).join('\n')).toMatch(
      /ai\/comfyui was not unloaded: http:\/\/127\.0\.0\.1:\d+\/free answered 503 Service Unavailable\./,
    )
    expect(outcomeOf(events)).toBe('succeeded')
    expect(await lab.states('gpu-ai')).toEqual({ comfyui: 'exited', sglang: 'running' })
  })

  it('never have an always-on one stopped, and can be cancelled while they wait', async () => {
    await lab.run({ kind: 'start', targets: ['base'] })
    const events = await follow(
      { kind: 'start', targets: ['ai/sglang'], replacesGpu: true },
      async (event, runId) => {
        if (event.type === 'notice' && event.message.includes('is not stopped'))
          await lab.client.runs.cancel({ runId })
      },
    )
    expect(noticesOf(events)).toContain(
      'base/keeper is always-on and is not stopped; the start waits until it gives the GPU back.',
    )
    expect([outcomeOf(events), endOf(events, 'gpu:ai/sglang')]).toEqual(['cancelled', ['cancelled']])
    expect(await lab.states('gpu-base')).toEqual({ keeper: 'running' })
    expect(await lab.states('gpu-ai')).toEqual({ sglang: 'created' })
  })

  it('are unloaded by hand', async () => {
    const comfyui = { stack: 'ai', service: 'comfyui' }
    await lab.run({ kind: 'start', targets: ['ai/comfyui'] })
    await use({ 'gpu-ai-comfyui-1': 14_336 })
    answerUnload = () => use({ 'gpu-ai-comfyui-1': 256 }).then(() => 200)
    expect(await lab.client.gpu.unload({ dir: lab.dir, service: comfyui })).toEqual({
      beforeBytes: 14 * 1024 ** 3,
      afterBytes: 256 * 1024 ** 2,
    })
    const refused = lab.client.gpu.unload({ dir: lab.dir, service: { stack: 'ai', service: 'sglang' } })
    await expect(refused).rejects.toThrow('Nothing says how ai/sglang is asked to give the GPU back.')
  })
})
