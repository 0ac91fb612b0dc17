import { describe, expect, it } from 'vitest'
import { renderMove } from '../../../src/main/cli/render/move.ts'
import { renderSplit } from '../../../src/main/cli/render/split.ts'
import { formatLine } from '../../../src/main/cli/render/line.ts'
import { plainStyle } from '../../../src/main/cli/render/style.ts'
import type { SplitProposal } from '../../../src/shared/move-in.ts'
import { runCli } from './support/run-cli.ts'

const proposal: SplitProposal = {
  file: '/lab/docker-compose.yml',
  into: '/lab',
  project: 'home',
  style: 'split',
  groups: [
    {
      name: 'data',
      project: 'home',
      file: '/lab/docker-compose.data.yml',
      alwaysOn: false,
      needs: [],
      services: [{ name: 'db', image: 'postgres:16', why: 'The image postgres is a database.' }],
    },
    {
      name: 'apps',
      project: 'home',
      file: '/lab/docker-compose.apps.yml',
      alwaysOn: false,
      needs: ['data'],
      services: [{ name: 'web', image: null, why: 'Nothing says that it is anything else.' }],
    },
  ],
  crossings: [
    {
      kind: 'depends_on',
      what: 'apps/web waits for data/db',
      done: 'Stays as it is: both files are one project.',
      place: { file: '/lab/docker-compose.yml', line: 4, column: 3 },
    },
  ],
  notes: [],
  problems: [],
  conflicts: [],
  differences: [],
  ports: [{ service: 'web', target: '80/tcp', from: '8080', to: '18080' }],
  files: [{ file: '/lab/docker-compose.data.yml', text: 'services: {}\n', exists: false }],
}

describe('a split on the terminal', () => {
  it('shows groups with reasons, what crosses, the ports beside, and the files', () => {
    const lines = renderSplit(proposal, { isDry: true, style: plainStyle })
    expect(lines.map((line) => formatLine(line, plainStyle))).toEqual([
      'docker-compose.yml, project home',
      '',
      'data  docker-compose.data.yml',
      '  db  postgres:16  The image postgres is a database.',
      '',
      'apps  docker-compose.apps.yml, needs data',
      '  web  built here  Nothing says that it is anything else.',
      '',
      'What crosses',
      '  /lab/docker-compose.yml:4:3: apps/web waits for data/db',
      '    Stays as it is: both files are one project.',
      '',
      'Ports in the environment beside',
      '  web  8080  →  18080',
      '',
      '✓  Compose resolves the new files to the same services as the old one.',
      '',
      '--- docker-compose.data.yml',
      'services: {}',
      '',
      '',
      'Nothing was written; 1 file would be.',
    ])
  })

  it.each([
    [['split', '--group', 'data'], 'Give a name and its services, like data=postgres,redis.'],
    [['split', '--offset', '1.5'], 'Give a whole number from 1 to 60000.'],
    [['split', '--style', 'other'], 'Allowed choices are split, numbered.'],
  ])('refuses %j', async (words, message) => {
    const { exitCode, stderr } = await runCli(words)
    expect(exitCode).toBe(2)
    expect(stderr).toContain(message)
  })

  it('says what could be split where nothing was', () => {
    const lines = renderMove({ candidates: [{ file: 'compose.yaml', services: 12 }], split: null })
    expect(lines.map((line) => formatLine(line, plainStyle))).toEqual([
      'This lab was not split by Switchyard.',
      '  compose.yaml: 12 services',
    ])
  })
})
