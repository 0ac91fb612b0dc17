import { expect, it } from 'vitest'
import { parseMounts } from '../../../../src/main/host/readings/parse/mounts.ts'
import { describeWay } from '../../../../src/main/metrics/sampler/describe-way.ts'

const unified = parseMounts('32 24 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate\n')
const mixed = parseMounts(`36 31 0:32 / /sys/fs/cgroup/cpuacct rw - cgroup cgroup rw,cpuacct
40 31 0:37 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
`)
const local = { address: 'unix:///var/run/docker.sock', isLocal: true }

it.each([
  [
    'another machine',
    { address: 'tcp://nas:2375', isLocal: false, mounts: unified, versions: [null] },
    {
      kind: 'api',
      why: 'The engine at tcp://nas:2375 is on another machine, so it is asked itself.',
    },
  ],
  [
    'a virtual machine',
    { ...local, mounts: unified, versions: [null, null] },
    {
      kind: 'api',
      why: 'The control groups of the containers of unix:///var/run/docker.sock cannot be seen from here, because it runs in a virtual machine or Switchyard in a container. So the engine is asked itself, which costs more.',
    },
  ],
  [
    'an idle engine',
    { ...local, mounts: mixed, versions: [] },
    { kind: 'cgroup-v1', why: 'No container runs; they will be read from control groups of version 1.' },
  ],
  [
    'this machine',
    { ...local, mounts: unified, versions: [2, 2] as const },
    { kind: 'cgroup-v2', why: 'The engine is on this machine: read from control groups of version 2.' },
  ],
  [
    'a container without a group',
    { ...local, mounts: mixed, versions: [1, null, 1] as const },
    {
      kind: 'cgroup-v1',
      why: 'Read from control groups of version 1, but for 1 of 3 containers, whose groups cannot be seen; the engine is asked for those.',
    },
  ],
])('says how containers are read on %s', (_, facts, expected) => {
  expect(describeWay(facts)).toEqual(expected)
})
