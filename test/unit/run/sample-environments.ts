import type { ComposeProject, ResolvedProject, ResolvedService } from '../../../src/main/compose/model.ts'
import { emptyOutline } from '../../../src/main/compose/outline.ts'
import type { ContainerSummary } from '../../../src/main/engine/model.ts'
import type { Lab, Stack, StackEnvironment } from '../../../src/main/lab/model.ts'
import { inEveryEnvironment } from '../../../src/main/lab/select-environment.ts'
import { buildLabModel, type LabModel } from '../../../src/main/run/facts/lab-model.ts'
import type { SwitchFacts } from '../../../src/main/run/plan/plan-switch.ts'
import { container, facts, resolvedService, type ServiceSpec } from './sample-model.ts'

type Services = Readonly<Record<string, ServiceSpec>>

export interface SampleStack extends Partial<Omit<Stack, 'name' | 'project' | 'services' | 'environments'>> {
  /** Of the files as they are. */
  readonly services: Services
  /** What each environment adds or says instead; null: the service is not there. */
  readonly environments?: Readonly<
    Record<
      string,
      { readonly services: Readonly<Record<string, ServiceSpec | null>> } & Partial<StackEnvironment>
    >
  >
}

/** A lab in each of its environments, as if Compose had resolved them; an environment has one more file, `NAME.yaml`. */
export function environmentsOf(stacks: Readonly<Record<string, SampleStack>>, profiles: string[] = []) {
  const lab: Lab = {
    name: 'lab',
    dir: '/lab',
    configFile: null,
    environment: null,
    layers: [],
    notes: [],
    networks: [],
    stacks: Object.entries(stacks).map(([name, spec], index): Stack => {
      const { environments = {} } = spec
      const project: ComposeProject = {
        key: name,
        name,
        dir: `/lab/${name}`,
        files: [`/lab/${name}/compose.yaml`],
        envFiles: [],
        profiles,
      }
      return {
        name,
        project,
        ownFiles: project.files,
        services: null,
        alwaysOn: false,
        autoStart: true,
        order: index,
        needs: [],
        environments: Object.entries(environments).map(([environment, more]) => ({
          name: environment,
          files: [`/lab/${name}/${environment}.yaml`],
          envFiles: [],
          profiles: [],
          project: null,
          ...without(more, 'services'),
        })),
        links: [],
        settings: new Map(),
        why: '',
        ...without(spec, 'services', 'environments'),
      }
    }),
  }
  return inEveryEnvironment(lab).map((each) => {
    const resolved = each.stacks.map(({ name, project }): [string, ResolvedProject] => {
      const spec = stacks[name]
      const own = spec?.environments?.[each.environment ?? '']?.services ?? {}
      const merged = Object.entries({ ...spec?.services, ...own }).flatMap(([service, changes]) =>
        changes ? [resolvedService(service, { ...spec?.services[service], ...changes })] : [],
      )
      return [
        project.key,
        { name: project.name, services: merged, networks: [], volumes: [], unsetVariables: [] },
      ]
    })
    return buildLabModel(each, new Map(resolved))
  })
}

/** What is left of an object without some of its keys. */
function without<Whole extends object, Key extends keyof Whole>(
  whole: Whole,
  ...keys: readonly Key[]
): Omit<Whole, Key> {
  const rest = Object.entries(whole).filter(([key]) => !keys.includes(key as Key))
  return Object.fromEntries(rest) as Omit<Whole, Key>
}

/** The model of one environment; null: of the files as they are. */
export function modelIn(models: readonly LabModel[], environment: string | null): LabModel {
  const found = models.find(({ lab }) => lab.environment === environment)
  if (!found) throw new Error(`no environment ${environment}`)
  return found
}

/** The containers of all active services of a stack, as this environment makes them. */
export function containersIn(
  model: LabModel,
  stackName: string,
  changes: Partial<ContainerSummary> = {},
): ContainerSummary[] {
  return model.services
    .filter(({ stack, isActive }) => stack.name === stackName && isActive)
    .map(({ stack: { project }, service }) =>
      container(project.name, service.name, {
        id: `${model.lab.environment ?? 'default'}-${service.name}`,
        configHash: service.configHash,
        configFiles: project.files,
        envFiles: project.envFiles,
        ports: service.ports,
        ...changes,
      }),
    )
}

/** The facts of a switch to an environment while these containers are there. */
export function switchFacts(
  models: readonly LabModel[],
  environment: string | null,
  containers: readonly ContainerSummary[],
): SwitchFacts {
  return { ...facts(modelIn(models, environment), containers), environments: models }
}

/** A service whose outline says this. */
export function outlined(changes: Partial<ResolvedService['outline']>): ServiceSpec {
  return { outline: { ...emptyOutline, ...changes } }
}
