import type { StepOf } from '../../../shared/plan.ts'
import { buildArguments, pullArguments } from '../../compose/arguments.ts'
import type { LabService } from '../facts/lab-model.ts'

/** One pull for each Compose project. */
export function pullSteps(services: readonly LabService[]): StepOf<'pull'>[] {
  return byProject(services).map(({ project, own }) => ({
    kind: 'pull',
    id: `pull:${project.key}`,
    after: [],
    project: project.name,
    services: own.map(({ ref }) => ref),
    command: ['docker', 'compose', ...pullArguments(project, namesOf(own))],
  }))
}

/** One build for each Compose project, on top of what the registries have now. */
export function buildSteps(services: readonly LabService[]): StepOf<'build'>[] {
  return byProject(services).map(({ project, own }) => ({
    kind: 'build',
    id: `build:${project.key}`,
    after: [],
    project: project.name,
    services: own.map(({ ref }) => ref),
    command: ['docker', 'compose', ...buildArguments(project, namesOf(own), { pullBase: true })],
  }))
}

function byProject(services: readonly LabService[]) {
  const groups = Map.groupBy(services, ({ stack }) => stack.project)
  return [...groups].map(([project, own]) => ({ project, own }))
}

function namesOf(services: readonly LabService[]): string[] {
  return services.map(({ service }) => service.name)
}
