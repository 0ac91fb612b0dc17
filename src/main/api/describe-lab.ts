import type { LabView } from '../../shared/lab.ts'
import type { LabModel } from '../run/facts/lab-model.ts'

/** A lab as the doors show it. Pure. */
export function describeLab({ lab, services }: LabModel): LabView {
  const orders = [...new Set(lab.stacks.map(({ order }) => order))].sort((a, b) => a - b)
  return {
    name: lab.name,
    dir: lab.dir,
    configFile: lab.configFile,
    environment: lab.environment,
    stacks: lab.stacks.map((stack) => ({
      name: stack.name,
      project: stack.project.name,
      alwaysOn: stack.alwaysOn,
      autoStart: stack.autoStart,
      wave: orders.indexOf(stack.order),
      needs: [...stack.needs],
      dir: stack.project.dir,
      files: [...stack.project.files],
      envFiles: [...stack.project.envFiles],
      profiles: [...stack.project.profiles],
      availableProfiles: [
        ...new Set(
          services.filter(({ ref }) => ref.stack === stack.name).flatMap(({ service }) => service.profiles),
        ),
      ].sort(),
      environments: stack.environments.map(({ name }) => name),
      services: services.filter(({ ref }) => ref.stack === stack.name).map(({ service }) => service.name),
      links: [...stack.links],
      why: stack.why,
    })),
    layers: [...lab.layers],
    notes: [...lab.notes],
  }
}
