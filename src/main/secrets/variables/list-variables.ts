import type { ProviderName, StackVariables } from '../../../shared/secrets.ts'
import { evaluateEntries } from '../../compose/env-file.ts'
import type { ComposeProject } from '../../compose/model.ts'
import { collectProjectInputs } from '../../compose/project-inputs.ts'
import type { Lab } from '../../lab/model.ts'
import type { DeclaredSecrets } from '../../lab/switchyard-file/read-secrets.ts'
import { findReferences } from './find-references.ts'
import { judgeVariable } from './judge-variable.ts'
import { envFilesOf, readEnvFileState, readExamples } from './read-env-files.ts'

export interface VariableOptions {
  readonly shell: Readonly<Record<string, string | undefined>>
  readonly declared: readonly DeclaredSecrets[]
  /** Null: all of them. */
  readonly stack: string | null
}

/** The variables of each project of a lab: how they stand and which line says so. Reads files, runs nothing. */
export function listVariables(lab: Lab, { shell, declared, stack }: VariableOptions): StackVariables[] {
  const projects = Map.groupBy(lab.stacks, ({ project }) => project.key)
  const providers = new Map(declared.map(({ file, entry }) => [file, entry.provider]))
  return [...projects.values()]
    .filter((stacks) => stack === null || stacks.some(({ name }) => name === stack))
    .flatMap((stacks) => {
      const project = stacks[0]?.project
      return project
        ? [{ stacks: stacks.map(({ name }) => name), ...describeProject(project, providers, shell) }]
        : []
    })
}

function describeProject(
  project: ComposeProject,
  providers: ReadonlyMap<string, ProviderName>,
  shell: VariableOptions['shell'],
): Omit<StackVariables, 'stacks'> {
  const files = envFilesOf(project).map((file) => readEnvFileState(file, providers.get(file) ?? null))
  const values = new Map<string, string>()
  for (const { entries } of files) {
    const earlier = new Map(values)
    for (const [name, value] of evaluateEntries(entries, (other) => shell[other] ?? earlier.get(other)))
      values.set(name, value)
  }
  const entries = Map.groupBy(
    files.flatMap((file) => file.entries),
    ({ name }) => name,
  )
  const references = Map.groupBy(findReferences(collectProjectInputs(project).files), ({ name }) => name)
  const inExamples = readExamples(project)
  // An example at the root of a lab is for all of its stacks: each answers for what its files mention.
  const examples = new Map(
    inExamples
      .filter(({ name, place }) => references.has(name) || place.file.startsWith(`${project.dir}/`))
      .map((entry) => [entry.name, entry]),
  )
  const names = [...new Set([...entries.keys(), ...references.keys(), ...examples.keys()])].sort()
  return {
    project: project.name,
    envFiles: files.map(({ state }) => state),
    variables: names.map((name) =>
      judgeVariable({
        name,
        shell: shell[name],
        entries: entries.get(name) ?? [],
        value: values.get(name),
        references: references.get(name) ?? [],
        example: examples.get(name),
      }),
    ),
  }
}
