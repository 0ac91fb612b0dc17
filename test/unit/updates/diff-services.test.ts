import { describe, expect, it } from 'vitest'
import { diffServices } from '../../../src/main/updates/upstream/diff-services.ts'
import { readProject } from '../../../src/main/updates/upstream/read-project.ts'

const side = (dir: string, services: object) => ({ dir, services: readProject(JSON.stringify({ services })) })

describe('an upstream', () => {
  it('that says the same in another folder does not differ', () => {
    const services = (dir: string) => ({
      db: { image: 'postgres:15', volumes: [{ type: 'bind', source: `${dir}/db`, target: '/data' }] },
    })
    expect(diffServices(side('/lab', services('/lab')), side('/up', services('/up')))).toEqual({
      addedServices: [],
      removedServices: [],
      services: [],
    })
  })

  it('is compared by services, images, names of variables, ports and volumes, and tells no value', () => {
    const ours = side('/lab', {
      db: {
        image: 'postgres:15',
        command: ['--password', 'very-secret'],
        environment: { PASSWORD: 'very-secret', OLD: '1', SAME: 'x' },
        ports: [{ target: 5432, published: '5432', protocol: 'tcp' }],
        volumes: [{ type: 'volume', source: 'data', target: '/data' }],
      },
      meta: { image: 'meta:1' },
    })
    const theirs = side('/up', {
      db: {
        image: 'postgres:17',
        command: ['--password', 'other-secret'],
        environment: { PASSWORD: 'other-secret', NEW: '1', SAME: 'x' },
        ports: [{ target: 5432, published: '15432', host_ip: '127.0.0.1', protocol: 'tcp' }],
        volumes: [
          { type: 'volume', source: 'data', target: '/data' },
          { type: 'bind', source: '/up/init.sql', target: '/init.sql' },
        ],
        depends_on: { vector: { condition: 'service_healthy' } },
      },
      vector: { image: 'vector:1' },
    })
    const found = diffServices(ours, theirs)
    expect(found).toEqual({
      addedServices: ['vector'],
      removedServices: ['meta'],
      services: [
        {
          service: 'db',
          changes: [
            { part: 'image', added: [], removed: [], changed: ['postgres:15 → postgres:17'] },
            { part: 'command', added: [], removed: [], changed: ['differs'] },
            { part: 'environment', added: ['NEW'], removed: ['OLD'], changed: ['PASSWORD'] },
            { part: 'ports', added: ['127.0.0.1:15432:5432/tcp'], removed: ['5432:5432/tcp'], changed: [] },
            { part: 'volumes', added: ['./init.sql:/init.sql'], removed: [], changed: [] },
            { part: 'depends_on', added: ['vector'], removed: [], changed: [] },
          ],
        },
      ],
    })
    expect(JSON.stringify(found)).not.toContain('secret')
  })
})
