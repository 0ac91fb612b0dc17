import { relative } from 'node:path'
import { type DiscoverOptions, discoverLab } from '../../../../src/main/lab/discover.ts'
import type { Lab, Stack } from '../../../../src/main/lab/model.ts'
import { fakeCompose } from './fake-compose.ts'

/** Discovery of a folder, with Compose that accepts everything unless told otherwise, and an empty environment. */
export function discover(dir: string, options: Partial<DiscoverOptions> = {}): Promise<Lab> {
  return discoverLab(dir, {
    compose: fakeCompose(dir),
    environment: null,
    profiles: [],
    variables: {},
    ...options,
  })
}

/** A stack on one line: name, project, order, and what is special about it; then its files, from the lab's folder. */
export function sketchStacks({ dir, stacks }: Lab): readonly string[] {
  return stacks.map((stack) => {
    const files = stack.project.files.map((file) => relative(dir, file)).join(' + ')
    return `${stack.order} ${stack.name} (${stack.project.name})${marks(stack)}: ${files}`
  })
}

/** Environments as `stack@name: files`, from the lab's folder; files that they leave out have a minus. */
export function sketchEnvironments({ dir, stacks }: Lab): readonly string[] {
  return stacks.flatMap(({ name, environments }) =>
    environments.map((environment) => {
      const added = environment.files.map((file) => ` +${relative(dir, file)}`)
      const left = (environment.leavesOut ?? []).map((file) => ` -${relative(dir, file)}`)
      const project = environment.project === null ? '' : ` (${environment.project})`
      return `${name}@${environment.name}${project}:${[...left, ...added].join('')}`
    }),
  )
}

/** Notes by the file's path from the lab's folder. */
export function sketchNotes({ dir, notes }: Lab): Readonly<Record<string, string>> {
  return Object.fromEntries(notes.map(({ file, why }) => [relative(dir, file), why]))
}

function marks({ alwaysOn, autoStart, services }: Stack): string {
  return `${alwaysOn ? ' always-on' : ''}${autoStart ? '' : ' by name'}${services ? ` [${services.join(' ')}]` : ''}`
}
