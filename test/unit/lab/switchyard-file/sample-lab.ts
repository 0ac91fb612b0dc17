import type { ComposeProject } from '../../../../src/main/compose/model.ts'
import type { Lab, Stack, StackEnvironment } from '../../../../src/main/lab/model.ts'
import type { ApplyOptions } from '../../../../src/main/lab/switchyard-file/apply-context.ts'

/** A discovered project as tests want it: named and keyed by its folder. */
export function project(
  name: string,
  files: readonly string[],
  changes: Partial<ComposeProject> = {},
): ComposeProject {
  return { key: name, name, dir: `/lab/${name}`, files, envFiles: [], profiles: [], ...changes }
}

export function stack(name: string, ofProject: ComposeProject, changes: Partial<Stack> = {}): Stack {
  return {
    name,
    project: ofProject,
    ownFiles: ofProject.files,
    services: null,
    alwaysOn: false,
    autoStart: true,
    order: 0,
    needs: [],
    environments: [],
    links: [],
    settings: new Map(),
    why: `The folder ${name} has a Compose file.`,
    ...changes,
  }
}

export function environment(name: string, changes: Partial<StackEnvironment> = {}): StackEnvironment {
  return { name, files: [], envFiles: [], profiles: [], project: null, ...changes }
}

export function lab(stacks: readonly Stack[], changes: Partial<Lab> = {}): Lab {
  return {
    name: 'lab',
    dir: '/lab',
    configFile: null,
    environment: null,
    stacks,
    layers: [],
    notes: [],
    networks: [],
    ...changes,
  }
}

/** One project of three files that two stacks stand on; the base file is neither's. */
export function splitLab(): Lab {
  const shared: ComposeProject = {
    key: '/lab',
    name: 'localai',
    dir: '/lab',
    files: ['/lab/base.yml', '/lab/infra.yml', '/lab/app.yml'],
    envFiles: [],
    profiles: [],
  }
  return lab([
    stack('infra', shared, { ownFiles: ['/lab/infra.yml'], services: ['postgres'], alwaysOn: true }),
    stack('app', shared, { ownFiles: ['/lab/app.yml'], services: ['backend', 'sglang'], order: 1 }),
  ])
}

/** Every file exists but the ones named; programs are taken as they are written. */
export function options(missing: readonly string[] = [], changes: Partial<ApplyOptions> = {}): ApplyOptions {
  return {
    environment: null,
    profiles: [],
    fileExists: (path) => !missing.includes(path),
    findProgram: ({ written }) => ({ command: [written].flat(), problem: null }),
    ...changes,
  }
}
