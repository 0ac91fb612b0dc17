import { expect, it } from 'vitest'
import { labViewSchema } from '../../../src/shared/lab.ts'
import { describeLab } from '../../../src/main/api/describe-lab.ts'
import { model } from '../run/sample-model.ts'

it('describes a lab with its stacks, their place in the order and their services', () => {
  const lab = model({
    infra: {
      services: { db: {}, cache: {} },
      order: 10,
      alwaysOn: true,
      links: [{ name: 'UI', url: 'http://localhost' }],
    },
    app: {
      services: { web: {} },
      order: 30,
      needs: ['infra'],
      project: { profiles: ['gpu'], envFiles: ['/lab/app/.env'] },
      environments: [{ name: 'dev', files: [], envFiles: [], profiles: [], project: null }],
    },
    side: { services: {}, order: 30, isBroken: true, autoStart: false },
  })
  const stack = {
    alwaysOn: false,
    autoStart: true,
    needs: [],
    envFiles: [],
    profiles: [],
    availableProfiles: [],
    environments: [],
    links: [],
  }
  const view = describeLab(lab)
  expect(view).toEqual({
    name: 'lab',
    dir: '/lab',
    configFile: null,
    environment: null,
    stacks: [
      {
        ...stack,
        name: 'infra',
        project: 'infra',
        alwaysOn: true,
        wave: 0,
        dir: '/lab/infra',
        files: ['/lab/infra/compose.yaml'],
        services: ['db', 'cache'],
        links: [{ name: 'UI', url: 'http://localhost' }],
        why: 'The folder infra has a Compose file.',
      },
      {
        ...stack,
        name: 'app',
        project: 'app',
        wave: 1,
        needs: ['infra'],
        dir: '/lab/app',
        files: ['/lab/app/compose.yaml'],
        envFiles: ['/lab/app/.env'],
        profiles: ['gpu'],
        environments: ['dev'],
        services: ['web'],
        why: 'The folder app has a Compose file.',
      },
      {
        ...stack,
        name: 'side',
        project: 'side',
        autoStart: false,
        wave: 1,
        dir: '/lab/side',
        files: ['/lab/side/compose.yaml'],
        services: [],
        why: 'The folder side has a Compose file.',
      },
    ],
    layers: [],
    notes: [],
  })
  expect(labViewSchema.parse(view)).toEqual(view)
})
