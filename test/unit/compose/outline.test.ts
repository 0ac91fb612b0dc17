import { describe, expect, it } from 'vitest'
import { outlineService } from '../../../src/main/compose/outline.ts'

const names = {
  networks: new Map([['default', 'lab_default']]),
  volumes: new Map([['data', 'lab_data']]),
}

describe('outlineService', () => {
  it('says mounts, networks, limits and build stage in words, and of the rest only short hashes', () => {
    const outline = outlineService(
      {
        build: { context: '/lab', target: 'production' },
        environment: { TOKEN: 'secret-value' },
        volumes: [
          { type: 'volume', source: 'data', target: '/data', volume: {} },
          { type: 'bind', source: '/lab/conf', target: '/conf', read_only: true },
          { type: 'tmpfs', target: '/cache' },
          { type: 'volume', target: '/scratch' },
        ],
        tmpfs: ['/tmp'],
        networks: { default: null, proxy: { aliases: ['web'] } },
        deploy: { resources: { limits: { cpus: 1.5, memory: '1073741824', pids: 100 } } },
        ports: [{ target: 80 }],
      },
      names,
    )
    const { settings, ...shown } = outline
    expect(shown).toEqual({
      target: 'production',
      mounts: [
        '/lab/conf → /conf (read-only)',
        'anonymous volume → /scratch',
        'lab_data → /data',
        'tmpfs → /cache',
        'tmpfs → /tmp',
      ],
      networks: ['lab_default', 'proxy'],
      limits: ['1.5 CPUs', 'memory 1\u00a0GiB', '100 processes'],
    })
    expect(Object.keys(settings)).toEqual(['build', 'environment', 'deploy'])
    expect(Object.values(settings).every((hash) => /^[0-9a-f]{8}$/.test(hash))).toBe(true)
  })

  it('takes the older keys for limits, and what a service does not have', () => {
    const older = outlineService(
      { mem_limit: '536870912', cpus: 1, network_mode: 'host', tmpfs: '/run', environment: null },
      names,
    )
    expect(older).toEqual({
      target: null,
      mounts: ['tmpfs → /run'],
      networks: ['host'],
      limits: ['1 CPU', 'memory 512\u00a0MiB'],
      settings: {},
    })
    expect(outlineService({}, names)).toEqual({
      target: null,
      mounts: [],
      networks: [],
      limits: [],
      settings: {},
    })
  })
})
