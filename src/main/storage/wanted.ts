import { imageReference } from '../run/facts/image-reference.ts'
import { previousName } from '../run/replace/keep-previous.ts'
import type { LabModel } from '../run/facts/lab-model.ts'

/** What the files of all known labs name, in every environment and profile. */
export interface Wanted {
  readonly projects: ReadonlySet<string>
  /** `project\0service`. */
  readonly services: ReadonlySet<string>
  /** As `imageReference` writes them. */
  readonly images: ReadonlySet<string>
  /** Names under which updates keep the image that a service ran before, with that service as `stack/service`. */
  readonly previousImages: ReadonlyMap<string, string>
  readonly networks: ReadonlySet<string>
  /** Volumes that always-on stacks may use, with such a stack. */
  readonly alwaysOnVolumes: ReadonlyMap<string, string>
  /** Labs, or stacks of them, whose files cannot be read, so that nobody knows what they want; in one sentence each. */
  readonly unreadable: readonly string[]
}

/** Puts together what several labs want. Pure. */
export function collectWanted(models: readonly LabModel[], unreadable: readonly string[]): Wanted {
  const stacks = models.flatMap(({ lab }) => lab.stacks)
  const services = models.flatMap((model) => model.services)
  const projects = models.flatMap((model) => [...model.projects])
  return {
    projects: new Set(stacks.map(({ project }) => project.name)),
    services: new Set(services.map(({ stack, service }) => `${stack.project.name}\0${service.name}`)),
    images: new Set(
      services.map(({ stack, service }) =>
        imageReference(service.image ?? `${stack.project.name}-${service.name}`),
      ),
    ),
    previousImages: new Map(
      services.map(({ key, ref, stack }) => [
        previousName({ project: stack.project.name, service: ref }),
        key,
      ]),
    ),
    networks: new Set([
      ...models.flatMap(({ lab }) => lab.networks),
      ...projects.flatMap(([, { resolved }]) => resolved.networks.map(({ name }) => name)),
    ]),
    alwaysOnVolumes: new Map(
      models.flatMap(({ lab, projects: resolvedOf }) =>
        lab.stacks
          .filter(({ alwaysOn }) => alwaysOn)
          .flatMap(({ name: stack, project }) =>
            (resolvedOf.get(project.key)?.resolved.volumes ?? []).map(({ name }) => [name, stack] as const),
          ),
      ),
    ),
    unreadable: [
      ...unreadable,
      ...models.flatMap(({ lab, broken }) =>
        [...broken].map(([stack, error]) => `Stack ${stack} of lab ${lab.name}: ${error.message}`),
      ),
    ],
  }
}
