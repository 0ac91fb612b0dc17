import { describe, expect, it } from 'vitest'
import { applySwitchyardFile } from '../../../../src/main/lab/switchyard-file/apply.ts'
import type { ApplyOptions } from '../../../../src/main/lab/switchyard-file/apply-context.ts'
import type { ComposeProject } from '../../../../src/main/compose/model.ts'
import type { Lab } from '../../../../src/main/lab/model.ts'
import { parseSwitchyardFile } from '../../../../src/main/lab/switchyard-file/parse.ts'
import { environment, lab, options, project, splitLab, stack } from './sample-lab.ts'

const path = '/lab/switchyard.yaml'

function projectsOf(
  discovered: Lab,
  text: string,
  given: ApplyOptions = options(),
): Record<string, ComposeProject> {
  const { stacks } = applySwitchyardFile(discovered, parseSwitchyardFile(text, path), given)
  return Object.fromEntries(stacks.map((applied) => [applied.name, applied.project]))
}

const folders = () =>
  lab([
    stack('infra', project('infra', ['/lab/infra/compose.yaml'])),
    stack('apps', project('apps', ['/lab/apps/compose.yaml'])),
  ])

it('a stack of a new name with the files of a discovered one is that one, with its project', () => {
  const discovered = lab([stack('ai', project('named-by-its-file', ['/lab/ai/compose.yaml']))])
  const projects = projectsOf(discovered, 'stacks:\n  models: { files: [ai/compose.yaml] }\n')
  expect(Object.entries(projects).map(([name, { name: of }]) => [name, of])).toEqual([
    ['models', 'named-by-its-file'],
  ])
})

it('what the list of the lab names has its place there, not after the file that was taken instead', () => {
  const found = project('lab', ['/lab/compose.yaml'], {
    dir: '/lab',
    envFiles: ['/lab/.env.global', '/lab/.env'],
  })
  const text = 'env_files: [.env.global, [.env.secrets, .env]]\n'
  const plain = project('lab', ['/lab/compose.yaml'], { dir: '/lab' })
  const envFilesOf = (of: ComposeProject) =>
    projectsOf(lab([stack('lab', of)]), text, options())['lab']?.envFiles
  expect([envFilesOf(found), envFilesOf(plain)]).toEqual([
    ['/lab/.env.global', '/lab/.env.secrets'],
    ['/lab/.env.global', '/lab/.env.secrets'],
  ])
})

describe('stacks that share one Compose project', () => {
  it('still share one, with files, env files and profiles united', () => {
    const text = [
      'stacks:',
      '  infra: { env_files: [.env.infra], profiles: [db] }',
      '  app: { env_files: [.env.app], profiles: [gpu], files: [app.yml, app.gpu.yml], services: [backend] }',
    ].join('\n')
    const { infra, app } = projectsOf(splitLab(), text)
    expect(infra).toBe(app)
    expect(infra).toEqual({
      key: '/lab',
      name: 'localai',
      dir: '/lab',
      files: ['/lab/base.yml', '/lab/infra.yml', '/lab/app.yml', '/lab/app.gpu.yml'],
      envFiles: ['/lab/.env.infra', '/lab/.env.app'],
      profiles: ['db', 'gpu'],
    })
  })

  it('part when one of them gets a name of its own, and each takes the base file', () => {
    const { infra, app } = projectsOf(splitLab(), 'stacks:\n  infra: { project: localai-infra }\n')
    const common = { dir: '/lab', envFiles: [], profiles: [] }
    expect(infra).toEqual({
      ...common,
      key: 'localai-infra',
      name: 'localai-infra',
      files: ['/lab/base.yml', '/lab/infra.yml'],
    })
    expect(app).toEqual({ ...common, key: '/lab', name: 'localai', files: ['/lab/base.yml', '/lab/app.yml'] })
  })

  it('move together when both get the same new name', () => {
    const { infra, app } = projectsOf(
      splitLab(),
      'stacks:\n  infra: { project: home }\n  app: { project: home }\n',
    )
    expect(infra).toBe(app)
    expect(infra).toEqual({ ...splitLab().stacks[0]?.project, name: 'home' })
  })

  it('are brought together by one name', () => {
    const text = 'stacks:\n  infra: { services: [db] }\n  apps: { project: infra, services: [web] }\n'
    const { infra, apps } = projectsOf(folders(), text)
    expect(infra).toBe(apps)
    expect(infra).toEqual(project('infra', ['/lab/infra/compose.yaml', '/lab/apps/compose.yaml']))
  })

  it('are set up for a lab in which discovery found nothing', () => {
    const text = [
      'stacks:',
      '  infra: { files: [infra.yml], project: localai, services: [db] }',
      '  apps: { files: [app.yml], project: localai, services: [web] }',
    ].join('\n')
    const { infra, apps } = projectsOf(lab([]), text)
    expect(infra).toBe(apps)
    expect(infra).toEqual(project('localai', ['/lab/infra.yml', '/lab/app.yml'], { dir: '/lab' }))
  })
})

describe('env files', () => {
  const text =
    'env_files: [.env.global, [.env.infisical, .env.plain], { path: .env.local, required: false }]\n'

  it("of the lab come first, and a stack's own .env is not lost by them", () => {
    const missing = ['/lab/.env.infisical', '/lab/.env.local', '/lab/apps/.env']
    const { infra, apps } = projectsOf(folders(), text, options(missing))
    expect(infra?.envFiles).toEqual(['/lab/.env.global', '/lab/.env.plain', '/lab/infra/.env'])
    expect(apps?.envFiles).toEqual(['/lab/.env.global', '/lab/.env.plain'])
  })

  it('say which alternative is read', () => {
    const applied = applySwitchyardFile(
      folders(),
      parseSwitchyardFile(text, path),
      options(['/lab/.env.infisical']),
    )
    expect(applied.notes).toEqual([
      {
        file: '/lab/.env.plain',
        why: 'Read as env file: the first that exists; the alternatives are .env.infisical.',
      },
    ])
  })

  it('of a stack stand instead of what was found, after those of the lab', () => {
    const own = `${text}stacks:\n  apps: { env_files: [apps/.env.apps, .env.global] }\n`
    expect(projectsOf(folders(), own).apps?.envFiles).toEqual([
      '/lab/.env.infisical',
      '/lab/.env.local',
      '/lab/apps/.env.apps',
      '/lab/.env.global',
    ])
  })

  it('of the selected environment keep an unnamed .env out, as Compose does', () => {
    const [infra, apps] = folders().stacks
    if (!infra || !apps) throw new Error('no stacks')
    const discovered = lab([
      { ...infra, environments: [environment('test', { envFiles: ['/lab/infra/.env.test'] })] },
      apps,
    ])
    const changed =
      'env_files: [.env.global]\nenvironments: { test: { stacks: { apps: { env_files: [apps/.env.test] } } } }\n'
    const plain = projectsOf(discovered, changed)
    expect(plain.infra?.envFiles).toEqual(['/lab/.env.global', '/lab/infra/.env'])
    const test = projectsOf(discovered, changed, options([], { environment: 'test' }))
    expect([test.infra?.envFiles, test.apps?.envFiles]).toEqual([['/lab/.env.global'], ['/lab/.env.global']])
  })
})
