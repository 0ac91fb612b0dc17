import { formatList } from '../../../shared/format.ts'
import type { Plan, Step, StepOf } from '../../../shared/plan.ts'

/** Steps that belong together when a plan is read, in the order in which they begin. */
export interface PlanSection {
  readonly title: string
  readonly steps: readonly Step[]
}

const sharedTitles = {
  network: 'Networks',
  pull: 'Pull images',
  build: 'Build images',
  create: 'Create containers',
} as const

export function listSections(plan: Plan): readonly PlanSection[] {
  const of = (kind: Step['kind']) => plan.steps.filter((step) => step.kind === kind)
  const shared = (['network', 'pull', 'build', 'create'] as const).map((kind) => ({
    title: sharedTitles[kind],
    steps: of(kind),
  }))
  return [
    { title: 'Fetch secrets, before anything', steps: of('secrets') },
    ...waveSections(plan, 'stop', 'Stop'),
    { title: 'Remove containers', steps: of('remove') },
    { title: 'Remove networks', steps: of('remove-networks') },
    ...shared,
    { title: 'GPU, right before the start', steps: of('gpu') },
    { title: 'Replace containers, each right before its start', steps: of('replace') },
    { title: 'Prepare the host, right before the start', steps: of('lease') },
    ...waveSections(plan, 'start', 'Start'),
    { title: 'Give the host back, whatever happens', steps: of('release') },
  ].filter(({ steps }) => steps.length > 0)
}

function waveSections(plan: Plan, kind: 'start' | 'stop', verb: string): readonly PlanSection[] {
  const steps = plan.steps.filter((step): step is StepOf<'start' | 'stop'> => step.kind === kind)
  return [...Map.groupBy(steps, ({ wave }) => wave)].map(([, own], index) => {
    const stacks = [...new Set(own.map(({ service }) => service.stack))]
    return { title: `${verb}, wave ${index + 1}: ${formatList(stacks)}`, steps: own }
  })
}
