import type { ContainerInfo, ContainerInspectInfo } from 'dockerode'
import { describe, expect, it } from 'vitest'
import { parseContainer, parseInspect } from '../../../src/main/engine/parse-container.ts'

/** What the engine lists of a container that Compose made. */
function listed(changes: object = {}): ContainerInfo {
  const info = {
    Id: 'f00d',
    Names: ['/app-web-1'],
    Image: 'web:1',
    ImageID: 'sha256:web',
    State: 'running',
    Status: 'Up 3 minutes',
    Labels: {
      'com.docker.compose.project': 'app',
      'com.docker.compose.service': 'web',
      'com.docker.compose.oneoff': 'False',
      'com.docker.compose.config-hash': 'abc',
      'com.docker.compose.image': 'sha256:made',
      'com.docker.compose.project.config_files': '/lab/base.yml,/lab/gpu.yml',
      'com.docker.compose.project.environment_file': '/lab/.env.gpu',
    },
    Ports: [
      { IP: '0.0.0.0', PrivatePort: 80, PublicPort: 8080, Type: 'tcp' },
      { IP: '::', PrivatePort: 80, PublicPort: 8080, Type: 'tcp' },
      { PrivatePort: 443, Type: 'tcp' },
    ],
    ...changes,
  }
  return info as unknown as ContainerInfo
}

describe('parseContainer', () => {
  it('takes what Compose noted and what is published', () => {
    expect(parseContainer(listed())).toEqual({
      id: 'f00d',
      name: 'app-web-1',
      project: 'app',
      service: 'web',
      isOneOff: false,
      state: 'running',
      health: null,
      exitCode: null,
      configHash: 'abc',
      madeFrom: 'sha256:made',
      configFiles: ['/lab/base.yml', '/lab/gpu.yml'],
      envFiles: ['/lab/.env.gpu'],
      image: 'web:1',
      imageId: 'sha256:web',
      ports: [
        { address: '0.0.0.0', port: 8080, target: 80, protocol: 'tcp' },
        { address: '::', port: 8080, target: 80, protocol: 'tcp' },
      ],
    })
  })

  it('leaves out what Compose did not make', () => {
    expect([
      parseContainer(listed({ Labels: {} })),
      parseContainer(listed({ Labels: { 'com.docker.compose.project': 'app' } })),
    ]).toEqual([null, null])
  })

  it('tells the container of a `compose run`', () => {
    const labels = { ...listed().Labels, 'com.docker.compose.oneoff': 'True' }
    expect(parseContainer(listed({ Labels: labels }))?.isOneOff).toBe(true)
  })

  it('takes an old Compose that noted less', () => {
    const labels = { 'com.docker.compose.project': 'app', 'com.docker.compose.service': 'web' }
    expect(parseContainer(listed({ Labels: labels, Names: [] }))).toMatchObject({
      name: 'f00d',
      configHash: '',
      madeFrom: '',
      configFiles: [],
    })
  })

  // Wording of moby, container/state.go.
  it.each([
    ['Up 3 seconds (health: starting)', 'starting', null],
    ['Up About an hour (healthy)', 'healthy', null],
    ['Up 2 days (unhealthy)', 'unhealthy', null],
    ['Up 2 days', null, null],
    ['Up 5 minutes (Paused)', null, null],
    ['Exited (0) 3 minutes ago', null, 0],
    ['Exited (137) About a minute ago', null, 137],
    ['Restarting (1) 5 seconds ago', null, 1],
    ['Created', null, null],
    ['Dead', null, null],
    ['Removal In Progress', null, null],
  ])('reads %s', (status, health, exitCode) => {
    const { health: foundHealth, exitCode: foundCode } = parseContainer(listed({ Status: status })) ?? {}
    expect([foundHealth, foundCode]).toEqual([health, exitCode])
  })
})

/** What the engine tells of one container in detail. */
function inspected(
  changes: { readonly State?: object; readonly Config?: object; readonly HostConfig?: object } = {},
): ContainerInspectInfo {
  const info = {
    Id: 'f00d',
    Name: '/app-web-1',
    Image: 'sha256:web',
    Created: '2026-11-21T09:00:00Z',
    RestartCount: 2,
    State: {
      Status: 'running',
      Pid: 4711,
      ExitCode: 0,
      StartedAt: '2026-11-21T10:00:00.5Z',
      FinishedAt: '0001-01-01T00:00:00Z',
      OOMKilled: false,
      Error: '',
      ...changes.State,
    },
    Config: { Tty: false, ...changes.Config },
    HostConfig: { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 }, ...changes.HostConfig },
  }
  return info as unknown as ContainerInspectInfo
}

describe('parseInspect', () => {
  const plain = {
    id: 'f00d',
    name: 'app-web-1',
    state: 'running',
    pid: 4711,
    health: null,
    exitCode: 0,
    startedAt: '2026-11-21T10:00:00.5Z',
    finishedAt: '0001-01-01T00:00:00Z',
    restartCount: 2,
    oomKilled: false,
    error: '',
    imageId: 'sha256:web',
    createdAt: '2026-11-21T09:00:00Z',
    restartPolicy: 'on-failure',
    maximumRetryCount: 3,
    healthTest: [],
    healthTimeoutMs: 30_000,
    healthOutput: null,
    shell: [],
    hasNvidiaGpu: false,
    summary: null,
  }

  it('takes a container without a health check', () => {
    expect(parseInspect(inspected())).toEqual(plain)
  })

  it('takes the health check, its own shell and the latest output that failed', () => {
    const Log = [
      { ExitCode: 1, Output: 'first\n' },
      { ExitCode: 1, Output: ' no response\n' },
      { ExitCode: 0, Output: 'well' },
    ]
    const info = inspected({
      State: { Health: { Status: 'unhealthy', Log } },
      Config: {
        Tty: true,
        Healthcheck: { Test: ['CMD-SHELL', 'pg_isready'], Timeout: 5_000_000_000 },
        Shell: ['/bin/bash', '-c'],
      },
    })
    expect(parseInspect(info)).toEqual({
      ...plain,
      health: 'unhealthy',
      healthTest: ['CMD-SHELL', 'pg_isready'],
      healthTimeoutMs: 5000,
      healthOutput: 'no response',
      shell: ['/bin/bash', '-c'],
    })
  })

  it.each([
    [
      'a check that was taken away',
      { Config: { Healthcheck: { Test: ['NONE'] } }, State: { Health: { Status: 'none', Log: null } } },
      { healthTest: [], health: null, healthOutput: null },
    ],
    [
      'a GPU by request',
      { HostConfig: { DeviceRequests: [{ Driver: '', Count: -1, Capabilities: [['gpu']] }] } },
      { hasNvidiaGpu: true },
    ],
    [
      'a GPU by its runtime',
      { HostConfig: { Runtime: 'nvidia' }, Config: { Env: ['NVIDIA_VISIBLE_DEVICES=all'] } },
      { hasNvidiaGpu: true },
    ],
    [
      'that runtime and no GPU',
      { HostConfig: { Runtime: 'nvidia' }, Config: { Env: ['NVIDIA_VISIBLE_DEVICES=void'] } },
      { hasNvidiaGpu: false },
    ],
    [
      'no restart policy',
      { HostConfig: { RestartPolicy: { Name: '', MaximumRetryCount: 0 } } },
      { restartPolicy: 'no', maximumRetryCount: 0 },
    ],
    [
      'a policy that the engine leaves out',
      { HostConfig: { RestartPolicy: undefined } },
      { restartPolicy: 'no', maximumRetryCount: 0 },
    ],
  ])('takes %s', (_, changes, expected) => {
    expect(parseInspect(inspected(changes))).toMatchObject(expected)
  })
})
