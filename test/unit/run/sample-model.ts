import { SwitchyardError } from '../../../src/shared/errors.ts'
import type { Plan, Step, StepOf } from '../../../src/shared/plan.ts'
import type {
  ComposeProject,
  Dependency,
  ResolvedProject,
  ResolvedService,
  ServiceReach,
} from '../../../src/main/compose/model.ts'
import { emptyOutline } from '../../../src/main/compose/outline.ts'
import type { ContainerDetail, ContainerSummary, EngineSnapshot } from '../../../src/main/engine/model.ts'
import type { Stack } from '../../../src/main/lab/model.ts'
import { buildLabModel, type LabModel } from '../../../src/main/run/facts/lab-model.ts'
import type { PlanFacts } from '../../../src/main/run/plan/plan-start.ts'
import type { Targets } from '../../../src/main/run/plan/select-targets.ts'

/** What a test says of one service; the rest is the plainest service there is. */
export type ServiceSpec = Partial<ResolvedService>

export interface StackSpec extends Partial<Omit<Stack, 'name' | 'services' | 'project'>> {
  readonly services: Readonly<Record<string, ServiceSpec>>
  /** Stacks with the same project key stand on one project; default: the stack's own name. */
  readonly project?: Partial<ComposeProject>
  /** Compose refuses the stack's files. */
  readonly isBroken?: boolean
  readonly resolved?: Partial<Pick<ResolvedProject, 'networks' | 'unsetVariables'>>
}

export function resolvedService(name: string, spec: ServiceSpec = {}): ResolvedService {
  return {
    name,
    image: `${name}:1`,
    hasBuild: false,
    pullPolicy: null,
    containerName: null,
    profiles: [],
    dependsOn: [],
    follows: [],
    joins: [],
    healthCheck: false,
    ports: [],
    restart: 'no',
    scale: 1,
    startsByCompose: false,
    stopsByCompose: false,
    configHash: `hash-${name}`,
    reach: noReach,
    outline: emptyOutline,
    ...spec,
  }
}

export const noReach: ServiceReach = {
  labels: {},
  networks: [],
  networkMode: null,
  exposes: [],
  checkPorts: [],
}

export const healthCheck = true

/** `depends_on` in short: a name alone waits for the start. */
export function needs(
  service: string,
  condition: Dependency['condition'] = 'service_started',
  required = true,
): Dependency {
  return { service, condition, required }
}

export function port(number: number, address = '', protocol = 'tcp') {
  return { address, port: number, target: number, protocol }
}

/** A lab of these stacks, as if Compose had resolved them. `order` is the position unless a stack says otherwise. */
export function model(
  specs: Readonly<Record<string, StackSpec>>,
  networks: readonly string[] = [],
): LabModel {
  const resolved = new Map<string, ResolvedProject | SwitchyardError>()
  const projects = new Map<string, ComposeProject>()
  const stacks = Object.entries(specs).map(([name, spec], index): Stack => {
    const { services, project: given, isBroken, resolved: more, ...changes } = spec
    const key = given?.key ?? name
    const dir = `/lab/${key}`
    const project = projects.get(key) ?? {
      key,
      name: key,
      dir,
      files: [`${dir}/compose.yaml`],
      envFiles: [],
      profiles: [],
      ...given,
    }
    projects.set(key, project)
    const before = resolved.get(key)
    const earlier = before instanceof SwitchyardError || !before ? null : before
    resolved.set(
      key,
      isBroken
        ? new SwitchyardError('COMPOSE_FILE_INVALID', `Compose says: ${name} is broken.`)
        : {
            name: project.name,
            services: [
              ...(earlier?.services ?? []),
              ...Object.entries(services).map(([service, own]) => resolvedService(service, own)),
            ],
            networks: more?.networks ?? earlier?.networks ?? [],
            volumes: [],
            unsetVariables: more?.unsetVariables ?? earlier?.unsetVariables ?? [],
          },
    )
    const isShared = Object.values(specs).filter((other) => other.project?.key === key).length > 1
    return {
      name,
      project,
      ownFiles: project.files,
      services: isShared ? Object.keys(services) : null,
      alwaysOn: false,
      autoStart: true,
      order: index,
      needs: [],
      environments: [],
      links: [],
      settings: new Map(),
      why: `The folder ${name} has a Compose file.`,
      ...changes,
    }
  })
  const lab = {
    name: 'lab',
    dir: '/lab',
    configFile: null,
    environment: null,
    stacks,
    layers: [],
    notes: [],
    networks,
  }
  return buildLabModel(lab, resolved)
}

/** The container that Compose would have made of a service: running, without a health check, up to date. */
export function container(
  project: string,
  service: string,
  changes: Partial<ContainerSummary> = {},
): ContainerSummary {
  return {
    id: `id-${project}-${service}`,
    name: `${project}-${service}-1`,
    project,
    service,
    isOneOff: false,
    state: 'running',
    health: null,
    exitCode: null,
    configHash: `hash-${service}`,
    madeFrom: '',
    configFiles: [`/lab/${project}/compose.yaml`],
    envFiles: [],
    image: `${service}:1`,
    imageId: `sha256:${service}`,
    ports: [],
    ...changes,
  }
}

/** The same container as the engine tells of it alone. */
export function detail(
  summary: ContainerSummary = container('app', 'web'),
  changes: Partial<ContainerDetail> = {},
): ContainerDetail {
  const { id, name, state, health, exitCode } = summary
  return {
    id,
    name,
    state,
    pid: 0,
    health,
    exitCode: exitCode ?? 0,
    startedAt: '0001-01-01T00:00:00Z',
    finishedAt: '0001-01-01T00:00:00Z',
    restartCount: 0,
    oomKilled: false,
    error: '',
    imageId: `sha256:${summary.service}`,
    createdAt: '2026-11-01T08:00:00Z',
    restartPolicy: 'no',
    maximumRetryCount: 0,
    healthTest: [],
    healthTimeoutMs: 30_000,
    healthOutput: null,
    shell: [],
    hasNvidiaGpu: false,
    summary,
    ...changes,
  }
}

/** An engine that has these containers and nothing else. */
export function snapshot(
  containers: readonly ContainerSummary[] = [],
  changes: Partial<Omit<EngineSnapshot, 'containers'>> = {},
): EngineSnapshot {
  return { containers, networks: new Set(), images: new Map(), otherPorts: [], ...changes }
}

/** What is known before a plan: these containers, every image of the lab, nothing else. */
export function facts(
  of: LabModel,
  containers: readonly ContainerSummary[] = [],
  changes: Partial<Omit<PlanFacts, 'model'>> = {},
): PlanFacts {
  const names = of.services.flatMap(({ service }) => service.image ?? [])
  const images = new Map(names.map((name) => [name, `sha256:${name}`]))
  return {
    model: of,
    snapshot: snapshot(containers, { images }),
    listeners: [],
    usualMs: new Map(),
    knownReady: new Set(),
    noRecipes: null,
    ...changes,
  }
}

export const wholeLab: Targets = { stacks: new Set(), services: new Set() }

export function onStacks(...stacks: readonly string[]): Targets {
  return { stacks: new Set(stacks), services: new Set() }
}

export function onServices(...services: readonly string[]): Targets {
  return { stacks: new Set(), services: new Set(services) }
}

/** Steps by id with what they wait for: the shape of a plan. */
export function shape(plan: Plan): Record<string, readonly string[]> {
  return Object.fromEntries(plan.steps.map(({ id, after }) => [id, after]))
}

export function stepIds(plan: Plan): readonly string[] {
  return plan.steps.map(({ id }) => id)
}

export function stepOf<Kind extends Step['kind']>(plan: Plan, kind: Kind, id: string): StepOf<Kind> {
  const found = plan.steps.find((step): step is StepOf<Kind> => step.kind === kind && step.id === id)
  if (!found) throw new Error(`no step ${id} among ${stepIds(plan).join(', ')}`)
  return found
}

/** The problems for which something is refused, as `CODE message`. */
export function problemsOf(work: () => unknown): readonly string[] {
  try {
    work()
  } catch (error) {
    if (!(error instanceof SwitchyardError)) throw error
    return error.problems.map(({ code, message }) => `${code} ${message}`)
  }
  return []
}
