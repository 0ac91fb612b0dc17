import type { ContainerInspectInfo, ImageInspectInfo } from 'dockerode'
import { expect, it } from 'vitest'
import {
  parseContainerDescription,
  parseImageDescription,
} from '../../../src/main/engine/parse-description.ts'

it('takes of a container what is shown of it', () => {
  const info = {
    Id: 'f00dcafe',
    Name: '/app-web-1',
    Image: 'sha256:1',
    RestartCount: 2,
    State: {
      Running: false,
      ExitCode: 137,
      OOMKilled: true,
      StartedAt: '2026-11-21T10:00:00.123456789Z',
      FinishedAt: '0001-01-01T00:00:00Z',
      Health: {
        Log: [
          {
            Start: '2026-11-21T12:00:00.5+02:00',
            End: '2026-11-21T12:00:00.75+02:00',
            ExitCode: 1,
            Output: 'no\n',
          },
        ],
      },
    },
    Config: { Healthcheck: { Test: ['CMD', 'check'] } },
    NetworkSettings: {
      Networks: {
        app: { Aliases: ['web', 'f00d', 'web'], IPAddress: '10.0.0.2' },
        other: { Aliases: null, IPAddress: '' },
      },
    },
  } as unknown as ContainerInspectInfo
  expect(parseContainerDescription(info)).toEqual({
    id: 'f00dcafe',
    name: 'app-web-1',
    imageId: 'sha256:1',
    isRunning: false,
    startedAt: '2026-11-21T10:00:00.123Z',
    finishedAt: null,
    restartCount: 2,
    exitCode: 137,
    oomKilled: true,
    healthTest: ['CMD', 'check'],
    health: [{ at: '2026-11-21T10:00:00.500Z', exitCode: 1, output: 'no', elapsedMs: 250 }],
    networks: [
      { name: 'app', aliases: ['web'], address: '10.0.0.2' },
      { name: 'other', aliases: [], address: null },
    ],
  })
})

it('takes of an image what is shown of it', () => {
  const info = {
    Id: 'sha256:1',
    RepoDigests: ['a@sha256:2'],
    Created: '2026-01-01T00:00:00Z',
    Size: 42,
    Config: { Env: ['A=1'], Healthcheck: { Test: ['NONE'] } },
  } as unknown as ImageInspectInfo
  const bare = { Id: 'sha256:1', Created: '', Size: 1, Config: null } as unknown as ImageInspectInfo
  expect([parseImageDescription(info), parseImageDescription(bare)]).toEqual([
    {
      id: 'sha256:1',
      digest: 'a@sha256:2',
      createdAt: '2026-01-01T00:00:00.000Z',
      sizeBytes: 42,
      environment: ['A=1'],
      healthTest: [],
    },
    { id: 'sha256:1', digest: null, createdAt: null, sizeBytes: 1, environment: [], healthTest: [] },
  ])
})
