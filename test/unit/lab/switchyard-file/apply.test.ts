import { describe, expect, it } from 'vitest'
import { applySwitchyardFile } from '../../../../src/main/lab/switchyard-file/apply.ts'
import type { ApplyOptions } from '../../../../src/main/lab/switchyard-file/apply-context.ts'
import type { Lab } from '../../../../src/main/lab/model.ts'
import { parseSwitchyardFile } from '../../../../src/main/lab/switchyard-file/parse.ts'
import { serviceSettings } from '../../../../src/main/lab/switchyard-file/settings.ts'
import { environment, lab, options, project, splitLab, stack } from './sample-lab.ts'

const path = '/lab/switchyard.yaml'

function apply(discovered: Lab, text: string, given: ApplyOptions = options()): Lab {
  return applySwitchyardFile(discovered, parseSwitchyardFile(text, path), given)
}

function twoStacks(): Lab {
  return lab([
    stack('infra', project('infra', ['/lab/infra/compose.yaml'])),
    stack(
      'apps',
      project('apps', ['/lab/apps/compose.yaml'], { profiles: ['cpu'], envFiles: ['/lab/apps/.env'] }),
      {
        order: 1,
      },
    ),
  ])
}

function stackOf(applied: Lab, name: string) {
  const found = applied.stacks.find((candidate) => candidate.name === name)
  if (!found) throw new Error(`no stack ${name}`)
  return found
}

describe('applying a switchyard.yaml', () => {
  it('leaves a lab as discovery found it when it says nothing', () => {
    for (const discovered of [twoStacks(), splitLab()]) {
      expect(apply(discovered, '')).toEqual({ ...discovered, configFile: path })
    }
  })

  it('notes what the stacks were split from, with paths from its own folder', () => {
    const text = 'split_from: { file: old/compose.yml, project: home, profiles: [gpu] }'
    expect(apply(twoStacks(), text).splitFrom).toEqual({
      file: '/lab/old/compose.yml',
      project: 'home',
      envFiles: [],
      profiles: ['gpu'],
    })
  })

  it('lays what it says over what discovery found', () => {
    const text = [
      'name: home',
      'networks: [ai-network]',
      'stacks:',
      '  infra: { always_on: true, project: localai-infra }',
      '  apps:',
      '    auto_start: false',
      '    needs: [infra, infra]',
      '    profiles: [gpu]',
      '    links: [{ name: Grafana, url: "http://localhost:3000" }]',
    ].join('\n')
    const discovered = twoStacks()
    const [infra, apps] = discovered.stacks
    expect(apply(discovered, text)).toEqual({
      ...discovered,
      name: 'home',
      configFile: path,
      networks: ['ai-network'],
      stacks: [
        {
          ...infra,
          alwaysOn: true,
          project: { ...infra?.project, name: 'localai-infra' },
        },
        {
          ...apps,
          autoStart: false,
          needs: ['infra'],
          links: [{ name: 'Grafana', url: 'http://localhost:3000' }],
          project: { ...apps?.project, profiles: ['cpu', 'gpu'] },
        },
      ],
    })
  })

  it('adds a stack that discovery did not find, with the project name that Compose would choose', () => {
    const text = 'stacks:\n  extra: { files: [My Tools/compose.yaml, gpu.yaml] }\n'
    expect(stackOf(apply(twoStacks(), text), 'extra')).toEqual(
      stack(
        'extra',
        project('mytools', ['/lab/My Tools/compose.yaml', '/lab/gpu.yaml'], { dir: '/lab/My Tools' }),
        { order: 1, why: 'Its files are given in switchyard.yaml.' },
      ),
    )
    const named = apply(twoStacks(), text, options([], { projectName: () => 'from-the-file' }))
    expect(stackOf(named, 'extra').project.name).toBe('from-the-file')
  })

  it('lets a profile that is asked for, and that the stack knows, take the place of its own', () => {
    const profilesFor = (asked: string) =>
      stackOf(
        apply(twoStacks(), 'stacks:\n  apps: { profiles: [gpu] }\n', options([], { profiles: [asked] })),
        'apps',
      ).project.profiles
    // Discovery has chosen `cpu` for this stack; `debug` is nothing that it knows.
    expect([profilesFor('cpu'), profilesFor('debug')]).toEqual([['cpu'], ['cpu', 'gpu']])
  })

  it('puts an added stack beside the first one that needs it', () => {
    const text = 'stacks:\n  infra: { needs: [vpn] }\n  vpn: { files: [vpn/compose.yaml] }\n'
    expect(stackOf(apply(twoStacks(), text), 'vpn').order).toBe(0)
  })

  it('gives a discovered stack other files, and keeps its place and name', () => {
    const applied = apply(twoStacks(), 'stacks:\n  apps: { files: [apps/compose.yaml, apps/gpu.yaml] }\n')
    const files = ['/lab/apps/compose.yaml', '/lab/apps/gpu.yaml']
    const [, apps] = twoStacks().stacks
    expect(stackOf(applied, 'apps')).toEqual({
      ...apps,
      ownFiles: files,
      project: { ...apps?.project, files },
    })
  })

  it('leaves out a disabled stack, and says so', () => {
    const applied = apply(twoStacks(), 'stacks:\n  apps: { enabled: false }\n')
    expect(applied.stacks.map(({ name }) => name)).toEqual(['infra'])
    expect(applied.notes).toEqual([
      {
        file: '/lab/apps/compose.yaml',
        why: 'The stack apps is left out: `enabled: false` in switchyard.yaml.',
      },
    ])
  })

  it('takes in a discovered stack whose files and project another stack claims', () => {
    const discovered = lab([stack('tools', project('lab', ['/lab/tools.yml'], { dir: '/lab' }))])
    const applied = apply(discovered, 'stacks:\n  all: { files: [base.yml, tools.yml] }\n')
    expect(applied.stacks.map(({ name }) => name)).toEqual(['all'])
    expect(applied.notes).toEqual([
      { file: '/lab/tools.yml', why: 'Part of the stack all, as switchyard.yaml says.' },
    ])
    const apart = apply(discovered, 'stacks:\n  all: { files: [base.yml, tools.yml], project: other }\n')
    expect(apart.stacks.map(({ name }) => name)).toEqual(['tools', 'all'])
  })

  it('forgets layers and notes about files that a stack uses now', () => {
    const discovered = {
      ...twoStacks(),
      layers: [
        { name: 'gpu', stack: 'apps', files: ['/lab/apps/gpu.yaml'], why: 'It changes apps.' },
        { name: 'debug', stack: 'apps', files: ['/lab/apps/debug.yaml'], why: 'It changes apps.' },
      ],
      notes: [{ file: '/lab/apps/gpu.yaml', why: 'Not complete.' }],
    }
    const applied = apply(discovered, 'stacks:\n  apps: { files: [apps/compose.yaml, apps/gpu.yaml] }\n')
    expect({ layers: applied.layers, notes: applied.notes }).toEqual({
      layers: [discovered.layers[1]],
      notes: [],
    })
  })

  it('says of services what they wait for and how long', () => {
    const text = [
      'stacks:',
      '  apps:',
      '    timeout: 5m',
      '    readiness:',
      '      sglang: { http: "http://127.0.0.1:30000/health", status: 200, timeout: 12m, retries: 1 }',
      '      db: { tcp: "[::1]:5432" }',
      '      worker: { log: "ready in [0-9]+" }',
      '      chat: { health: true }',
      '      proxy: { running: true }',
      '      cache: { grace: 5s }',
      '      migrate: { completed: true }',
    ].join('\n')
    const apps = stackOf(apply(twoStacks(), text), 'apps')
    const timeoutMs = 300_000
    expect(
      Object.fromEntries([...apps.settings.keys()].map((name) => [name, serviceSettings(apps, name)])),
    ).toEqual({
      '*': { timeoutMs },
      sglang: {
        timeoutMs: 720_000,
        retries: 1,
        check: { kind: 'http', url: 'http://127.0.0.1:30000/health', status: 200 },
      },
      db: { timeoutMs, check: { kind: 'tcp', host: '::1', port: 5432 } },
      worker: { timeoutMs, check: { kind: 'log', pattern: 'ready in [0-9]+' } },
      chat: { timeoutMs, check: { kind: 'health' } },
      proxy: { timeoutMs, check: { kind: 'running', graceMs: 1000 } },
      cache: { timeoutMs, graceMs: 5000 },
      migrate: { timeoutMs, check: { kind: 'completed' } },
    })
    expect(serviceSettings(apps, 'other')).toEqual({ timeoutMs })
  })
})

describe('environments of a switchyard.yaml', () => {
  it('are added, and change key by key what discovery found', () => {
    const [infra, apps] = twoStacks().stacks
    if (!infra || !apps) throw new Error('no stacks')
    const found = environment('test', {
      files: ['/lab/apps/compose.test.yaml'],
      envFiles: ['/lab/apps/.env.test'],
    })
    const discovered = lab([infra, { ...apps, environments: [found, environment('prod')] }])
    const text = [
      'environments:',
      '  test:',
      '    stacks:',
      '      infra: { files: [infra/test.yaml] }',
      '      apps: { project: apps-test, profiles: [test] }',
      '  ci: { stacks: { apps: { env_files: [apps/.env.ci] } } }',
      '  empty:',
    ].join('\n')
    const applied = apply(discovered, text)
    expect(stackOf(applied, 'infra').environments).toEqual([
      environment('test', { files: ['/lab/infra/test.yaml'] }),
    ])
    expect(stackOf(applied, 'apps').environments).toEqual([
      { ...found, project: 'apps-test', profiles: ['test'] },
      environment('prod'),
      environment('ci', { envFiles: ['/lab/apps/.env.ci'] }),
    ])
    expect(applied.environment).toBeNull()
  })
})
