import { dirname, relative } from 'node:path'
import { stringify } from 'yaml'
import type { Lab, Stack } from '../model.ts'
import { filesBroughtBy } from './members.ts'

/** What the text says besides the lab itself. */
export interface InitFacts {
  /** Address or path of the JSON schema, for editors; null: the line is left out. */
  readonly schema: string | null
  /** Service names by stack, for examples that fit; may be empty. */
  readonly services: ReadonlyMap<string, readonly string[]>
}

/**
 * A commented `switchyard.yaml` that says what discovery decided, so that reading it back gives the same lab.
 * Lines like `#needs: …`, without a space, are examples: they hold as they are when the `#` is taken away.
 */
export function renderSwitchyardFile(lab: Lab, facts: InitFacts): string {
  const blocks = [
    [
      ...(facts.schema === null ? [] : [`# yaml-language-server: $schema=${oneLine(facts.schema)}`]),
      '# What no Compose file of this lab says. Paths are meant from this folder; docs/switchyard-yaml.md has every key.',
      '# Lines that start with # and no space are examples: take the # away to use one.',
    ],
    [`name: ${flow(lab.name)}`],
    [
      '# Env files that every stack reads before its own; an inner list stands for the first that exists.',
      '#env_files: [.env.global, [.env.local, .env]]',
    ],
    [
      '# Docker networks to create before anything starts.',
      lab.networks.length > 0 ? `networks: ${flow(lab.networks)}` : '#networks: [shared-network]',
    ],
    lab.stacks.length > 0
      ? ['stacks:']
      : ['# No stack was found.', '#stacks: { app: { files: [compose.yaml] } }'],
    ...lab.stacks.map((stack) =>
      renderStack(lab, stack, facts.services.get(stack.name) ?? stack.services ?? []),
    ),
    renderEnvironments(lab),
    renderUnused(lab),
  ]
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`
}

function renderStack(lab: Lab, stack: Stack, services: readonly string[]): readonly string[] {
  const { project } = stack
  const paths = (files: readonly string[]) => flow(files.map((file) => relativePath(lab.dir, file)))
  const files = filesBroughtBy(stack, lab.stacks)
  const other = lab.stacks.find(({ order, name }) => order < stack.order && name !== stack.name)
  const service = services[0] ?? 'web'
  return [
    `  # ${oneLine(stack.why)}`,
    ...(stack.services ? [`  # Its services: ${oneLine(stack.services.join(', '))}.`] : []),
    `  # ${describeStart(lab, stack)}`,
    `  ${flow(stack.name)}:`,
    `    files: ${paths(files)}`,
    `    project: ${flow(project.name)}`,
    ...(project.dir === dirname(files[0] ?? '')
      ? []
      : [`    project_directory: ${flow(relativePath(lab.dir, project.dir))}`]),
    ...(project.envFiles.length > 0 ? [`    env_files: ${paths(project.envFiles)}`] : []),
    ...(project.profiles.length > 0 ? [`    profiles: ${flow(project.profiles)}`] : []),
    stack.alwaysOn ? '    always_on: true' : '    #always_on: true',
    stack.autoStart ? '    #auto_start: false' : '    auto_start: false',
    ...(stack.needs.length > 0
      ? [`    needs: ${flow(stack.needs)}`]
      : other
        ? [`    #needs: ${flow([other.name])}`]
        : []),
    `    #timeout: 12m`,
    `    #readiness: { ${flow(service)}: { http: "http://127.0.0.1:8080/health", timeout: 5m, retries: 1 } }`,
    ...(stack.links.length > 0
      ? [`    links: ${flow(stack.links)}`]
      : ['    #links: [{ name: Dashboard, url: "http://localhost:3000" }]']),
  ]
}

/** The order that the layout gives: after the stacks of the position before. */
function describeStart(lab: Lab, { order }: Stack): string {
  const earlier = lab.stacks.filter((other) => other.order < order)
  const last = Math.max(...earlier.map((other) => other.order))
  const names = earlier.filter((other) => other.order === last).map(({ name }) => oneLine(name))
  return names.length === 0 ? 'Starts first.' : `Starts after ${names.join(', ')}, as the layout has it.`
}

function renderEnvironments(lab: Lab): readonly string[] {
  const named = lab.stacks.flatMap((stack) =>
    stack.environments.map((environment) => ({ stack: stack.name, environment })),
  )
  if (named.length === 0) {
    const stack = lab.stacks[0]?.name
    if (stack === undefined) return []
    return [
      '# Named sets of files laid over stacks; `--env test` chooses one.',
      `#environments: { test: { stacks: { ${flow(stack)}: { files: [compose.test.yaml], project: test } } } }`,
    ]
  }
  const names = [...new Set(named.map(({ environment }) => environment.name))]
  const paths = (files: readonly string[]) => flow(files.map((file) => relativePath(lab.dir, file)))
  return [
    '# Named sets of files laid over stacks.',
    'environments:',
    ...names.flatMap((name) => [
      `  ${flow(name)}:`,
      '    stacks:',
      ...named
        .filter(({ environment }) => environment.name === name)
        .flatMap(({ stack, environment: { files, envFiles, profiles, project } }) => [
          `      ${flow(stack)}:`,
          ...(files.length > 0 ? [`        files: ${paths(files)}`] : []),
          ...(project === null ? [] : [`        project: ${flow(project)}`]),
          ...(envFiles.length > 0 ? [`        env_files: ${paths(envFiles)}`] : []),
          ...(profiles.length > 0 ? [`        profiles: ${flow(profiles)}`] : []),
        ]),
    ]),
  ]
}

function renderUnused(lab: Lab): readonly string[] {
  const unused = [
    ...lab.layers.map(({ files, why }) => ({
      file: files.map((file) => relativePath(lab.dir, file)).join(', '),
      why,
    })),
    ...lab.notes.map(({ file, why }) => ({ file: relativePath(lab.dir, file), why })),
  ]
  return unused.length === 0
    ? []
    : [
        '# Seen, and not part of a stack:',
        ...unused.map(({ file, why }) => `# - ${oneLine(file)}: ${oneLine(why)}`),
      ]
}

function relativePath(dir: string, file: string): string {
  return relative(dir, file) || '.'
}

/** A value on one line, as YAML, quoted where it must be. */
function flow(value: string | readonly unknown[]): string {
  return stringify(value, { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trim()
}

/** Names and reasons come from other people's files; in a comment they must not end the line. */
function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}
