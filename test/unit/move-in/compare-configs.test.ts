import { expect, it } from 'vitest'
import { compareConfigs } from '../../../src/main/move-in/compare-configs.ts'
import type { ResolvedConfig } from '../../../src/main/move-in/resolved-config.ts'

const config = (parts: Partial<ResolvedConfig>): ResolvedConfig => ({
  name: 'lab',
  services: {},
  networks: {},
  volumes: {},
  secrets: {},
  configs: {},
  ...parts,
})
const groupOf = new Map([
  ['web', 'apps'],
  ['db', 'data'],
])

it('names what differs by its key and never by its value', () => {
  const old = config({ services: { web: { environment: { TOKEN: 'old secret', A: '1' }, image: 'a' } } })
  const fresh = config({
    services: { web: { environment: { TOKEN: 'new secret', A: '1' }, image: 'a' }, more: {} },
  })
  const differences = compareConfigs(old, fresh, { isNumbered: false, groupOf, outsideNetworks: new Set() })
  expect(differences).toEqual([
    { what: 'more is only in the new files.', why: null },
    { what: 'web: environment.TOKEN differs.', why: null },
  ])
})

it('knows what has to differ between projects of their own', () => {
  const old = config({
    services: { web: { depends_on: { db: { condition: 'service_started' } }, image: 'a' }, db: {} },
    networks: { default: { name: 'lab_default', ipam: {} }, inner: { name: 'lab_inner' } },
    volumes: { data: { name: 'lab_data' } },
  })
  const fresh = config({
    services: { web: { image: 'a' }, db: {} },
    networks: { default: { name: 'lab_default', external: true }, inner: { name: 'lab-data_inner' } },
    volumes: { data: { name: 'lab_data', external: true } },
  })
  const outsideNetworks = new Set(['default'])
  expect(compareConfigs(old, fresh, { isNumbered: true, groupOf, outsideNetworks })).toEqual([
    {
      what: 'web: depends_on is left out.',
      why: 'It is in another project now; `needs` in switchyard.yaml keeps the order.',
    },
    { what: 'networks.default is external.', why: 'It keeps its name lab_default, and what is in it.' },
    { what: 'networks.inner has another name.', why: 'Only one stack uses it; its project makes it anew.' },
    { what: 'volumes.data is external.', why: 'It keeps its name lab_data, and what is in it.' },
  ])
})
