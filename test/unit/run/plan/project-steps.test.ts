import { describe, expect, it } from 'vitest'
import { planStart } from '../../../../src/main/run/plan/plan-start.ts'
import type { Plan } from '../../../../src/shared/plan.ts'
import {
  container,
  facts,
  model,
  problemsOf,
  type ServiceSpec,
  shape,
  snapshot,
  stepOf,
  wholeLab,
} from '../sample-model.ts'

const options = { targets: wholeLab, appsOnly: false, timeoutMs: null }

/** The pull and build steps of one service with these images on the engine. */
function fetchSteps(spec: ServiceSpec, images: readonly string[]): readonly string[] {
  const lab = model({ app: { services: { web: spec } } })
  const given = facts(lab, [], {
    snapshot: snapshot([], { images: new Map(images.map((image) => [image, `sha256:${image}`])) }),
  })
  return planStart(given, options).steps.flatMap(({ kind }) =>
    kind === 'pull' || kind === 'build' ? [kind] : [],
  )
}

describe('pulling and building', () => {
  it.each([
    ['an image that is missing', {}, [], ['pull']],
    ['an image that is there', {}, ['web:1'], []],
    ['an image without a tag', { image: 'web' }, ['web:latest'], []],
    ['an image of Docker Hub by its whole name', { image: 'docker.io/library/web:1' }, ['web:1'], []],
    ['an image by digest', { image: 'web:1@sha256:ab' }, ['web@sha256:ab'], []],
    ['an image with policy always', { pullPolicy: 'always' }, ['web:1'], ['pull']],
    ['an image with policy never', { pullPolicy: 'never' }, [], []],
    ['a build that is missing', { image: null, hasBuild: true }, [], ['build']],
    ['a build that is there', { image: null, hasBuild: true }, ['app-web:latest'], []],
    ['a build with a name of its own', { image: 'mine:2', hasBuild: true }, ['mine:2'], []],
    [
      'a build with policy build',
      { image: null, hasBuild: true, pullPolicy: 'build' },
      ['app-web:latest'],
      ['build'],
    ],
  ])('%s', (_, spec, images, expected) => {
    expect(fetchSteps(spec, images)).toEqual(expected)
  })

  it('pulls and builds each project’s missing images in one call, before it creates', () => {
    const lab = model({
      app: {
        services: { web: {}, api: {}, worker: { image: null, hasBuild: true }, cache: { image: 'cache:1' } },
      },
    })
    const given = facts(lab, [], {
      snapshot: snapshot([], { images: new Map([['cache:1', 'sha256:cache']]) }),
    })
    const plan = planStart(given, options)
    const verbOf = (kind: 'pull' | 'build') => stepOf(plan, kind, `${kind}:app`).command.slice(8)
    expect([shape(plan)['create:app'], verbOf('pull'), verbOf('build')]).toEqual([
      ['pull:app', 'build:app'],
      ['pull', 'web', 'api'],
      ['build', 'worker'],
    ])
  })

  it('fetches nothing for what is only started', () => {
    const lab = model({ app: { services: { web: { pullPolicy: 'always' } } } })
    const stopped = container('app', 'web', { state: 'exited', exitCode: 0 })
    expect(shape(planStart(facts(lab, [stopped]), options))).toEqual({ 'start:app/web': [] })
  })
})

describe('networks', () => {
  const external = { networks: [{ name: 'ai', external: true }] }
  const making = { networks: [{ name: 'ai', external: false }] }

  function withNetworks(plan: Plan): Record<string, readonly string[]> {
    return Object.fromEntries(Object.entries(shape(plan)).filter(([id]) => !id.startsWith('start:')))
  }

  it('creates what the lab and its projects expect, once, before any container', () => {
    const lab = model(
      { one: { services: { a: {} }, resolved: external }, two: { services: { b: {} }, resolved: external } },
      ['lab-network'],
    )
    const plan = planStart(facts(lab), options)
    expect(withNetworks(plan)).toEqual({
      'network:lab-network': [],
      'network:ai': [],
      'create:one': ['network:lab-network', 'network:ai'],
      'create:two': ['network:lab-network', 'network:ai'],
    })
    expect(stepOf(plan, 'network', 'network:ai').command).toEqual(['docker', 'network', 'create', 'ai'])
  })

  it('creates none that exists', () => {
    const lab = model({ one: { services: { a: {} }, resolved: external } }, ['lab-network'])
    const given = facts(lab, [], { snapshot: snapshot([], { networks: new Set(['ai', 'lab-network']) }) })
    expect(withNetworks(planStart({ ...given }, options))).toEqual({
      'pull:one': [],
      'create:one': ['pull:one'],
    })
  })

  it('creates none when no container has to be made', () => {
    const lab = model({ one: { services: { a: {} }, resolved: external } }, ['lab-network'])
    const stopped = container('one', 'a', { state: 'exited', exitCode: 0 })
    expect(shape(planStart(facts(lab, [stopped]), options))).toEqual({ 'start:one/a': [] })
  })

  it('leaves a network that another project of the lab makes to that project', () => {
    const lab = model({
      infra: { services: { db: {} }, resolved: making },
      app: { services: { web: {} }, resolved: external },
    })
    expect(withNetworks(planStart(facts(lab), options))).toEqual({
      'create:infra': [],
      'create:app': ['create:infra'],
    })
  })

  it('says who makes a missing network when that stack is not part of the start', () => {
    const lab = model({
      infra: { services: { db: {} }, resolved: making, autoStart: false },
      app: { services: { web: {} }, resolved: external },
    })
    expect(problemsOf(() => planStart(facts(lab), options))).toEqual([
      'NETWORK_MISSING The network ai does not exist yet; stack infra makes it.',
    ])
  })

  it('refuses two stacks that make a network for each other', () => {
    const made = (name: string, external: boolean) => ({ name, external })
    const lab = model({
      one: { services: { a: {} }, resolved: { networks: [made('n1', false), made('n2', true)] } },
      two: { services: { b: {} }, resolved: { networks: [made('n2', false), made('n1', true)] } },
    })
    expect(problemsOf(() => planStart(facts(lab), options))).toEqual([
      "CYCLE These stacks wait for each other's networks: one → two → one.",
    ])
  })
})
