import { parse } from 'yaml'
import type { ComposeProject } from '../compose/model.ts'
import { readConfig } from '../compose/read-config.ts'
import { collectSecrets } from './collect-secrets.ts'
import { readSources, type Sources } from './read-sources.ts'
import { parseResolved, type ResolvedDocument } from './resolved-document.ts'
import type { DetailRooms } from './rooms.ts'
import { createMask, type Mask } from './secrets.ts'

/** A project as Compose resolves it, beside the files that it is made from. Holds secrets: nothing of it is kept. */
export interface ProjectView {
  /** As Compose wrote it. */
  readonly text: string
  readonly resolved: ResolvedDocument
  readonly sources: Sources
  readonly secrets: ReadonlySet<string>
  readonly mask: Mask
  readonly shell: Readonly<Record<string, string | undefined>>
}

/** Throws COMPOSE_FILE_INVALID when Compose refuses the project. */
export async function readProject(
  { compose, variables }: DetailRooms,
  project: ComposeProject,
  service: { readonly name: string; readonly profiles: readonly string[] } | null,
): Promise<ProjectView> {
  return viewProject(await readConfig(compose, project, service), readSources(project), variables)
}

/** What Compose resolved and what the files say, put together. Pure. */
export function viewProject(text: string, sources: Sources, shell: ProjectView['shell']): ProjectView {
  const document: unknown = parse(text, { uniqueKeys: false, logLevel: 'silent' })
  const resolved = parseResolved(document)
  const secrets = collectSecrets({
    resolved: document,
    trees: sources.files.flatMap(({ tree }) => tree ?? []),
    variables: [...sources.variables, ...[...sources.serviceVariables.values()].flat()],
    shell,
  })
  const mask = createMask(secrets, publicWords(resolved))
  return { text, resolved, sources, secrets, mask, shell }
}

/** The same view, with values that the files do not know, such as those of an image, hidden as well. */
export function hideAlso(view: ProjectView, values: readonly string[]): ProjectView {
  if (values.length === 0) return view
  const mask = createMask([...view.secrets, ...values], publicWords(view.resolved))
  return { ...view, mask }
}

/** Names that stand in the open, so that they hide nothing when somebody made a password of one. */
function publicWords({ name, services, networks, volumes }: ResolvedDocument): ReadonlySet<string> {
  const images = Object.values(services).flatMap(({ image }) => (image ?? '').split(/[/:@]/))
  const containers = Object.values(services).flatMap(({ container_name: own }) => own ?? [])
  const kept = [networks, volumes].flatMap((section) =>
    Object.entries(section).flatMap(([key, value]) => [key, value?.name ?? key]),
  )
  return new Set([name ?? '', ...Object.keys(services), ...images, ...containers, ...kept])
}
