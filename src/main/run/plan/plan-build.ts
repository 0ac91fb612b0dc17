import type { Plan, StepOf } from '../../../shared/plan.ts'
import { buildArguments } from '../../compose/arguments.ts'
import type { LabModel } from '../facts/lab-model.ts'
import { isTargeted, isWholeLab, type Targets } from './select-targets.ts'

export interface BuildOptions {
  readonly targets: Targets
  /** Every step of every Dockerfile anew. */
  readonly noCache?: boolean
  /** Asks the registry for newer base images. */
  readonly pullBase?: boolean
}

/** Builds the images of services that have a `build:`; containers stay as they are until the next start. Pure. */
export function planBuild(model: LabModel, { targets, ...how }: BuildOptions): Plan {
  const chosen = model.services.filter((service) =>
    isWholeLab(targets) ? service.stack.autoStart && service.isActive : isTargeted(targets, service),
  )
  const built = chosen.filter(({ service }) => service.hasBuild)
  const steps = [...model.projects.values()].flatMap(({ project }): StepOf<'build'>[] => {
    const own = built.filter(({ stack }) => stack.project.key === project.key)
    if (own.length === 0) return []
    const names = own.map(({ service }) => service.name)
    return [
      {
        kind: 'build',
        id: `build:${project.key}`,
        after: [],
        project: project.name,
        services: own.map(({ ref }) => ref),
        command: ['docker', 'compose', ...buildArguments(project, names, how)],
      },
    ]
  })
  return {
    kind: 'build',
    lab: { name: model.lab.name, dir: model.lab.dir },
    environment: model.lab.environment,
    waves: [],
    steps,
    unchanged: [],
    spared: [],
    warnings:
      built.length === 0 ? ['No service here is built: none has a `build:` in its Compose file.'] : [],
    expectedMs: null,
  }
}
