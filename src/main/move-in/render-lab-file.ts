import { dirname, relative } from 'node:path'
import { besideName } from '../../shared/move-in-words.ts'
import { flow } from './build-files.ts'
import type { GroupTarget } from './model.ts'

export interface LabFileFacts {
  /** Folder of the `switchyard.yaml`, absolute. */
  readonly dir: string
  readonly name: string
  readonly old: {
    readonly file: string
    readonly project: string
    readonly envFiles: readonly string[]
    readonly profiles: readonly string[]
  }
  readonly isNumbered: boolean
  readonly targets: readonly GroupTarget[]
  readonly needs: ReadonlyMap<string, readonly string[]>
  /** Env files that the new stacks read; none: Compose's own default. */
  readonly envFiles: readonly string[]
  /** Networks that nobody else makes. */
  readonly networks: readonly string[]
}

/** The `switchyard.yaml` of a lab that was split: its stacks, and the environment that runs them beside the old ones. */
export function renderLabFile(facts: LabFileFacts): string {
  const { dir, name, old, isNumbered, targets, needs, envFiles, networks } = facts
  const path = (file: string) => relative(dir, file) || '.'
  const paths = (files: readonly string[]) => flow(files.map(path))
  const from = {
    file: path(old.file),
    project: old.project,
    ...(old.envFiles.length > 0 ? { env_files: old.envFiles.map(path) } : {}),
    ...(old.profiles.length > 0 ? { profiles: old.profiles } : {}),
  }
  const stacks = targets.flatMap(({ group, file, project }) => {
    const needed = needs.get(group.name) ?? []
    return [
      `  ${flow(group.name)}:`,
      ...group.services.map(({ service, why }) => `    # ${oneLine(service.name)}: ${oneLine(why)}`),
      `    files: ${paths([file])}`,
      `    project: ${flow(project)}`,
      ...(isNumbered ? [] : [`    services: ${flow(group.services.map(({ service }) => service.name))}`]),
      ...(envFiles.length > 0 ? [`    env_files: ${paths(envFiles)}`] : []),
      ...(old.profiles.length > 0 ? [`    profiles: ${flow(old.profiles)}`] : []),
      ...(isAlwaysOn(group.name) ? ['    always_on: true'] : []),
      ...(needed.length > 0 ? [`    needs: ${flow(needed)}`] : []),
      '',
    ]
  })
  const beside = targets.map(
    ({ group, file, project }) =>
      `      ${flow(group.name)}: { files: ${paths([besideFile(file)])}, project: ${flow(`${project}-${besideName}`)} }`,
  )
  return `${[
    `# Split from ${path(old.file)}, which is as it was. Paths are meant from this folder; docs/switchyard-yaml.md has every key.`,
    `name: ${flow(name)}`,
    'discover: false # the old file is no stack of its own',
    `split_from: ${flow(from)} # for \`switchyard move\`; take it away when you stay`,
    ...(networks.length > 0 ? [`networks: ${flow(networks)}`] : []),
    '',
    'stacks:',
    ...stacks,
    `environments:`,
    `  # Beside the old stacks, with other ports and empty volumes: switchyard up --env ${besideName}`,
    `  ${besideName}:`,
    '    stacks:',
    ...beside,
  ].join('\n')}\n`
}

/** The override that goes with a stack's file. */
export function besideFile(file: string): string {
  const name = file.slice(dirname(file).length + 1)
  return `${dirname(file)}/${name.replace(/(\.ya?ml)$/, `.${besideName}$1`)}`
}

export function isAlwaysOn(group: string): boolean {
  return group === 'infrastructure'
}

function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}
