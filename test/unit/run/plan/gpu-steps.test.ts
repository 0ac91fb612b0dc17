import { describe, expect, it } from 'vitest'
import type { Gpu } from '../../../../src/shared/host.ts'
import type { GpuSettings, ServiceSettings } from '../../../../src/main/lab/model.ts'
import { planRestart } from '../../../../src/main/run/plan/plan-restart.ts'
import { planStart } from '../../../../src/main/run/plan/plan-start.ts'
import { gpu, sized, whole } from '../../gpu/readings.ts'
import {
  container,
  facts,
  model,
  needs,
  onServices,
  problemsOf,
  shape,
  stepOf,
  wholeLab,
} from '../sample-model.ts'

const comfyuiUnload: GpuSettings['unload'] = {
  kind: 'http',
  url: 'http://127.0.0.1:8188/free',
  method: 'POST',
  body: '{"unload_models":true}',
  timeoutMs: 1000,
}

type Claims = Readonly<Record<string, Partial<GpuSettings> & { readonly settings?: ServiceSettings }>>

/** A lab with the stack `ai`; each service claims what is said. */
function labOf(claims: Claims, changes: Partial<Parameters<typeof model>[0][string]> = {}) {
  const settings = new Map(
    Object.entries(claims).map(([name, { settings: more, ...own }]) => [
      name,
      { ...more, gpu: { claim: whole, unload: null, ...own } },
    ]),
  )
  const services = Object.fromEntries(Object.keys(claims).map((name) => [name, {}]))
  return model({ ai: { services: { ...services, web: {} }, settings, ...changes } })
}

const running = (...names: readonly string[]) =>
  names.map((name) => container('ai', name, { id: `c-${name}` }))

function plan(
  lab: ReturnType<typeof labOf>,
  targets: readonly string[],
  {
    up = [],
    gpus = [gpu(24)],
    replacesGpu = false,
  }: { readonly up?: readonly string[]; readonly gpus?: readonly Gpu[]; readonly replacesGpu?: boolean } = {},
) {
  return planStart(facts(lab, running(...up), { gpus }), {
    targets: targets.length === 0 ? wholeLab : onServices(...targets),
    appsOnly: false,
    timeoutMs: null,
    replacesGpu,
  })
}

describe('the plan of a service that claims a GPU', () => {
  it('waits for it right before the start, and for nothing else than the start would', () => {
    const made = plan(labOf({ sglang: {} }), ['ai/sglang', 'ai/web'])
    expect(shape(made)).toEqual({
      'create:ai': [],
      'gpu:ai/sglang': ['create:ai'],
      'start:ai/sglang': ['create:ai', 'gpu:ai/sglang'],
      'start:ai/web': ['create:ai'],
    })
    expect(stepOf(made, 'gpu', 'gpu:ai/sglang')).toEqual({
      kind: 'gpu',
      id: 'gpu:ai/sglang',
      after: ['create:ai'],
      service: { stack: 'ai', service: 'sglang' },
      claim: whole,
      mode: 'wait',
      holders: [],
      first: [],
      limitMs: 15 * 60_000,
      command: ['switchyard', 'gpu'],
    })
  })

  it('names who is in the way, and stops nobody without consent', () => {
    const lab = labOf({ sglang: {}, comfyui: { claim: sized(12), unload: comfyuiUnload } })
    const gpus = [gpu(24, { 'c-comfyui': 14 })]
    const made = plan(lab, ['ai/sglang'], { up: ['comfyui'], gpus })
    expect(stepOf(made, 'gpu', 'gpu:ai/sglang').holders).toEqual([
      {
        service: { stack: 'ai', service: 'comfyui' },
        claim: sized(12),
        heldBytes: 14 * 1024 ** 3,
        isAlwaysOn: false,
        unload: [
          'curl',
          '-X',
          'POST',
          'http://127.0.0.1:8188/free',
          '-H',
          'content-type: application/json',
          '-d',
          '{"unload_models":true}',
        ],
        stops: [],
      },
    ])
    expect(made.steps.some(({ kind }) => kind === 'stop')).toBe(false)
  })

  it('has the stops of those in the way with consent, and says what they would leave without', () => {
    const lab = model({
      ai: {
        services: { sglang: {}, comfyui: {}, ui: { dependsOn: [needs('comfyui')] } },
        settings: new Map([
          ['sglang', { gpu: { claim: whole, unload: null } }],
          ['comfyui', { gpu: { claim: sized(12), unload: null } }],
        ]),
      },
    })
    const made = plan(lab, ['ai/sglang'], { up: ['comfyui', 'ui'], replacesGpu: true })
    expect(stepOf(made, 'gpu', 'gpu:ai/sglang')).toMatchObject({
      mode: 'replace',
      holders: [{ service: { service: 'comfyui' }, unload: null, stops: ['stop:ai/comfyui'] }],
    })
    expect(stepOf(made, 'stop', 'stop:ai/comfyui').containers).toEqual(['c-comfyui'])
    expect(made.warnings).toEqual([
      'If ai/comfyui has to be stopped: ai/ui goes on running although it depends on ai/comfyui.',
    ])
  })

  it('never stops who is always on', () => {
    const lab = labOf({ sglang: {}, comfyui: { unload: comfyuiUnload } }, { alwaysOn: true })
    const gpus = [gpu(24, { 'c-comfyui': 9 })]
    const made = plan(lab, ['ai/sglang'], { up: ['comfyui'], gpus, replacesGpu: true })
    expect(stepOf(made, 'gpu', 'gpu:ai/sglang').holders).toMatchObject([{ isAlwaysOn: true, stops: [] }])
    expect(made.steps.some(({ kind }) => kind === 'stop')).toBe(false)
  })

  it('is refused when it can never fit', () => {
    const lab = labOf({ sglang: { claim: sized(40) } })
    expect(problemsOf(() => plan(lab, ['ai/sglang']))).toEqual([
      'GPU_CLASH ai/sglang claims 40\u00a0GiB, and GPU 0 (Test GPU) has 24\u00a0GiB: it can never be started.',
    ])
  })

  it('is refused with another one that keeps what it needs', () => {
    const lab = labOf({ sglang: {}, vllm: {} })
    expect(problemsOf(() => plan(lab, [], { gpus: [] }))).toEqual([
      'GPU_CLASH ai/sglang and ai/vllm can never run side by side: ai/sglang claims the whole GPU and ai/vllm claims the whole GPU.',
    ])
    expect(problemsOf(() => plan(lab, ['ai/sglang'], { gpus: [] }))).toEqual([])
  })

  it('warns of strangers, which nobody stops', () => {
    const lab = labOf({ sglang: { claim: sized(20) } })
    const { warnings } = plan(lab, ['ai/sglang'], { gpus: [gpu(24, { python: 10 })] })
    expect(warnings).toEqual([
      'ai/sglang waits until enough of the GPU is free: python (process 100) has 10\u00a0GiB of 24\u00a0GiB, and nothing of that is stopped for it.',
    ])
  })

  it('warns where sizes cannot be told', () => {
    const lab = labOf({ sglang: { claim: sized(20) }, vllm: { claim: sized(20) } })
    expect(plan(lab, [], { gpus: [] }).warnings).toEqual([
      'How much VRAM is left cannot be told here: only claims on a whole GPU are held against each other.',
    ])
  })

  it('has no step for what runs already', () => {
    expect(plan(labOf({ sglang: {} }), [], { up: ['sglang', 'web'] }).steps).toEqual([])
  })
})

describe('a one-shot that claims a GPU', () => {
  const oneShot = { settings: { check: { kind: 'completed' } } } as const

  it('goes before a service that would keep it', () => {
    const made = plan(labOf({ sglang: {}, bench: oneShot }), [])
    expect(stepOf(made, 'gpu', 'gpu:ai/sglang').first).toEqual([{ stack: 'ai', service: 'bench' }])
    expect(stepOf(made, 'gpu', 'gpu:ai/bench').first).toEqual([])
  })

  it('is refused when it starts only after that one', () => {
    const lab = model({
      ai: {
        services: { sglang: {}, bench: { dependsOn: [needs('sglang')] } },
        settings: new Map([
          ['sglang', { gpu: { claim: whole, unload: null } }],
          ['bench', { ...oneShot.settings, gpu: { claim: sized(2), unload: null } }],
        ]),
      },
    })
    expect(problemsOf(() => plan(lab, []))).toEqual([
      'GPU_CLASH ai/bench claims what ai/sglang holds of the GPU, and starts only after it: it would wait for ever.',
    ])
  })
})

describe('the restart of a service that claims a GPU', () => {
  it('is not in its own way', () => {
    const lab = labOf({ sglang: {} })
    const made = planRestart(facts(lab, running('sglang'), { gpus: [gpu(24, { 'c-sglang': 20 })] }), {
      targets: onServices('ai/sglang'),
      appsOnly: false,
      timeoutMs: null,
      includeAlwaysOn: false,
      replacesGpu: true,
    })
    expect(shape(made)).toEqual({
      'stop:ai/sglang': [],
      'gpu:ai/sglang': ['stop:ai/sglang'],
      'start:ai/sglang': ['gpu:ai/sglang', 'stop:ai/sglang'],
    })
    expect(stepOf(made, 'gpu', 'gpu:ai/sglang').holders).toEqual([])
  })
})
