import { expect, it } from 'vitest'
import type { ContainerSummary } from '../../../src/main/engine/model.ts'
import { planRenames } from '../../../src/main/move-in/move-sides.ts'
import { describeMove } from '../../../src/shared/move-in-words.ts'
import type { LabModel } from '../../../src/main/run/facts/lab-model.ts'

const container = (name: string, project: string): ContainerSummary => ({
  id: `${project}:${name}`,
  name,
  project,
  service: 'db',
  isOneOff: false,
  state: 'exited',
  health: null,
  exitCode: 0,
  configHash: '',
  madeFrom: '',
  configFiles: [],
  envFiles: [],
  image: 'redis',
  imageId: 'sha256:redis',
  ports: [],
})
const arriving = {
  lab: { stacks: [{ project: { name: 'new' } }] },
  services: [
    { stack: { project: { name: 'new' } }, service: { name: 'db', containerName: 'lab-db' } },
    { stack: { project: { name: 'new' } }, service: { name: 'web', containerName: null } },
  ],
} as unknown as LabModel

it('lets the containers that stand give their names, before those that come back take them', () => {
  const held = [container('lab-db.new', 'new'), container('lab-db', 'old'), container('old-web-1', 'old')]
  expect(planRenames(arriving, held)).toEqual([
    { id: 'old:lab-db', from: 'lab-db', to: 'lab-db.old' },
    { id: 'new:lab-db.new', from: 'lab-db.new', to: 'lab-db' },
  ])
  expect(planRenames(arriving, [container('lab-db', 'new')])).toEqual([])
})

it.each([
  [
    { isOneProject: true, oldRunning: 3, newRunning: 3, besideRunning: 1 },
    'Old and new files describe the same containers of one project. 3 containers run now. 1 container runs of the new stacks on trial, beside.',
  ],
  [
    { isOneProject: false, oldRunning: 3, newRunning: 0, besideRunning: 0 },
    'Not switched over: 3 containers run as before.',
  ],
  [
    { isOneProject: false, oldRunning: 0, newRunning: 2, besideRunning: 0 },
    'Switched over: 2 containers run as the new stacks.',
  ],
  [
    { isOneProject: false, oldRunning: 1, newRunning: 2, besideRunning: 0 },
    'Half over: 2 containers run as the new stacks, 1 still as before.',
  ],
  [
    { isOneProject: false, oldRunning: 0, newRunning: 0, besideRunning: 0 },
    'Nothing runs, neither as before nor as the new stacks.',
  ],
])('says where %j is on its way', (state, words) => {
  expect(describeMove(state)).toBe(words)
})
