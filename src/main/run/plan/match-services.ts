import type { ContainerSummary } from '../../engine/model.ts'
import { type LabModel, type LabService, matchOwnContainers } from '../facts/lab-model.ts'

/** How a text names services, when it is not the plain name of a stack or service. */
export type TargetForm =
  | { readonly kind: 'pattern'; readonly test: (text: string) => boolean; readonly isOfKeys: boolean }
  | { readonly kind: 'label'; readonly name: string; readonly test: ((value: string) => boolean) | null }
  | { readonly kind: 'port'; readonly port: number }

/** `*whisper*`, `label:com.example.role=tts`, `:8004`; null for anything else. */
export function readTargetForm(text: string): TargetForm | null {
  const port = /^:(\d{1,5})$/.exec(text)?.[1]
  if (port !== undefined) return { kind: 'port', port: Number(port) }
  const [, name, value] = /^label:([^=]+)(?:=(.*))?$/.exec(text) ?? []
  if (name !== undefined) return { kind: 'label', name, test: value === undefined ? null : wildcard(value) }
  if (!/[*?]/.test(text)) return null
  return { kind: 'pattern', test: wildcard(text), isOfKeys: text.includes('/') }
}

/** A test for a text in which `*` stands for any characters and `?` for one; case does not matter. */
export function wildcard(pattern: string): (text: string) => boolean {
  const source = pattern
    .replaceAll(/[\\^$.+()[\]{}|]/g, '\\$&')
    .replaceAll(/\*+/g, '.*')
    .replaceAll('?', '.')
  const expression = new RegExp(`^${source}$`, 'isu')
  return (text) => expression.test(text)
}

/**
 * The services that a form names. A port is looked for first where it is published, then where something listens on it inside
 * a container; what runs goes before what only files say. Pure.
 */
export function matchServices(
  model: LabModel,
  form: TargetForm,
  containers: readonly ContainerSummary[],
): readonly LabService[] {
  const owned = matchOwnContainers(model.services, containers)
  const own = ({ key }: LabService) => owned.get(key) ?? []
  switch (form.kind) {
    case 'pattern':
      return model.services.filter((service) =>
        form.isOfKeys
          ? form.test(service.key)
          : form.test(service.ref.service) || namesOf(service, own(service)).some(form.test),
      )
    case 'label':
      return model.services.filter((service) => {
        const value = labelsOf(service)[form.name]
        return value !== undefined && (form.test === null || form.test(value))
      })
    case 'port': {
      const tcp = ({ protocol }: { readonly protocol: string }) => protocol === 'tcp'
      return firstOf(model.services, [
        (service) =>
          own(service).some(
            ({ state, ports }) => state === 'running' && ports.some(({ port }) => port === form.port),
          ),
        ({ service, isActive }) => isActive && service.ports.some(({ port }) => port === form.port),
        ({ service }) => service.ports.some(({ port }) => port === form.port),
        ({ service: { ports, reach }, isActive }) =>
          isActive &&
          [...ports.filter(tcp).map(({ target }) => target), ...reach.exposes, ...reach.checkPorts].includes(
            form.port,
          ),
      ])
    }
  }
}

/** The services that have a container of this name, or will have: what runs goes before what files say. Pure. */
export function matchContainerName(
  model: LabModel,
  name: string,
  containers: readonly ContainerSummary[],
): readonly LabService[] {
  const owned = matchOwnContainers(model.services, containers)
  return firstOf(model.services, [
    ({ key }) => (owned.get(key) ?? []).some((container) => container.name === name),
    (service) => service.isActive && namesOf(service, []).includes(name),
    (service) => namesOf(service, []).includes(name),
  ])
}

/** Compose writes two of its own on every container. */
function labelsOf({ service, stack }: LabService): Readonly<Record<string, string>> {
  return {
    ...service.reach.labels,
    'com.docker.compose.project': stack.project.name,
    'com.docker.compose.service': service.name,
  }
}

/** Names of its containers, or those that Compose will give them. */
function namesOf({ service, stack }: LabService, containers: readonly ContainerSummary[]): readonly string[] {
  if (containers.length > 0) return containers.map(({ name }) => name)
  if (service.containerName !== null) return [service.containerName]
  const count = Math.max(1, Math.min(service.scale, 100))
  return Array.from({ length: count }, (_, index) => `${stack.project.name}-${service.name}-${index + 1}`)
}

function firstOf(
  services: readonly LabService[],
  tests: readonly ((service: LabService) => boolean)[],
): readonly LabService[] {
  for (const test of tests) {
    const found = services.filter(test)
    if (found.length > 0) return found
  }
  return []
}
