import { describe, expect, it } from 'vitest'
import type { RecipeSettings } from '../../../../src/main/lab/model.ts'
import type { ContainerAction } from '../../../../src/main/lab/scripts/model.ts'
import { planStart } from '../../../../src/main/run/plan/plan-start.ts'
import { withContainerAction } from '../../../../src/main/run/facts/service-scripts.ts'
import { facts, model, wholeLab } from '../sample-model.ts'

const recipe: RecipeSettings = {
  swapMib: 65_536,
  swapPlace: 'default',
  pauseGuards: true,
  flushCache: true,
  until: 'ready',
  limitMs: null,
  whenAvailableBelowMib: null,
  onFailure: 'continue',
}

const action: ContainerAction = {
  container: 'ai-sglang-1',
  place: { file: '/lab/container_actions.yaml', line: 2 },
  start: { command: ['/lab/scripts/start.sh'], problem: null },
  stop: { command: ['/lab/scripts/stop.sh'], problem: null },
  timeoutMs: 720_000,
  description: 'SGLang',
  recipe,
}

const plain = model({ ai: { services: { sglang: {} } } })
const lab = { ...plain.lab, containerActions: { actions: [action], problems: [] } }
const [sglang] = plain.services
if (!sglang) throw new Error('the sample lab has no service')
const lay = (settings: typeof sglang.settings) =>
  withContainerAction(lab, sglang.stack, sglang.service, settings)

describe('a start script that prepares the host itself', () => {
  it('gives its place to its recipe; the stop script stays', () => {
    expect(lay({})).toEqual({
      recipe,
      scripts: { start: false, stop: action.stop, timeoutMs: 720_000, description: 'SGLang' },
    })
  })

  it('gives it to the recipe of switchyard.yaml', () => {
    const own = { ...recipe, swapMib: 1024 }
    expect(lay({ recipe: own })).toMatchObject({ recipe: own, scripts: { start: false } })
  })

  it('is run when switchyard.yaml names it', () => {
    const scripts = { start: action.start, stop: null, timeoutMs: null, description: null }
    const settings = lay({ scripts })
    expect(settings).toMatchObject({ scripts: { start: action.start } })
    expect(settings.recipe).toBeUndefined()
  })

  it('is told in the plan, which starts the container behind the recipe', () => {
    const service = { ...sglang, settings: lay({}) }
    const plan = planStart(facts({ ...plain, lab, services: [service] }), {
      targets: wholeLab,
      appsOnly: false,
      timeoutMs: null,
    })
    expect(plan.steps.map(({ id }) => id)).toEqual([
      'create:ai',
      'lease:ai/sglang',
      'start:ai/sglang',
      'release:ai/sglang',
    ])
    expect(plan.steps[2]).toMatchObject({ via: 'engine', after: ['create:ai', 'lease:ai/sglang'] })
    expect(plan.warnings).toEqual([
      'ai/sglang: scripts/start.sh prepares the host itself; Switchyard does that as a recipe instead, starts the container, and gives the host back. To run the script all the same, name it under `scripts` in switchyard.yaml.',
    ])
  })
})
