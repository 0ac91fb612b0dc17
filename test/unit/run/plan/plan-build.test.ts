import { describe, expect, it } from 'vitest'
import { planBuild } from '../../../../src/main/run/plan/plan-build.ts'
import { parseTargets } from '../../../../src/main/run/plan/select-targets.ts'
import { model } from '../sample-model.ts'

const lab = model({
  data: { services: { db: {}, seed: { hasBuild: true, profiles: ['seed'] } } },
  apps: { services: { api: { hasBuild: true }, web: { hasBuild: true } } },
  tools: { autoStart: false, services: { cli: { hasBuild: true } } },
})
const plan = (targets: readonly string[], how = {}) =>
  planBuild(lab, { targets: parseTargets(lab, targets), ...how })
const built = (targets: readonly string[]) =>
  plan(targets).steps.map((step) => [step.id, step.command.slice(step.command.indexOf('build'))])

describe('a build', () => {
  it('of the lab is of what starts with it and has a build', () => {
    expect(built([])).toEqual([['build:apps', ['build', 'api', 'web']]])
  })

  it('of a name is of that, also what does not start by itself', () => {
    expect(built(['apps/web', 'tools', 'seed'])).toEqual([
      ['build:data', ['build', 'seed']],
      ['build:apps', ['build', 'web']],
      ['build:tools', ['build', 'cli']],
    ])
  })

  it('leaves out the cache, and asks for newer base images, when that is said', () => {
    const [step] = plan(['apps/web'], { noCache: true, pullBase: true }).steps
    expect(step?.command.slice(-4)).toEqual(['build', '--no-cache', '--pull', 'web'])
  })

  it('of what has none does nothing and says so', () => {
    const { steps, warnings } = plan(['data/db'])
    expect([steps, warnings]).toEqual([
      [],
      ['No service here is built: none has a `build:` in its Compose file.'],
    ])
  })
})
