import { expect, it } from 'vitest'
import { describeGraph } from '../../../src/main/detail/describe-graph.ts'
import { model, needs } from '../run/sample-model.ts'

it('the graph has every service and what it waits for, over all stacks', () => {
  const { services, edges } = describeGraph(
    model({
      base: { services: { db: {} }, alwaysOn: true },
      app: {
        services: { web: { dependsOn: [needs('cache', 'service_healthy')] }, cache: {} },
        needs: ['base'],
      },
      off: { services: { gpu: { profiles: ['gpu'] } }, order: 0 },
    }),
  )
  expect(
    services.map(({ ref, alwaysOn, isActive }) => [`${ref.stack}/${ref.service}`, alwaysOn, isActive]),
  ).toEqual([
    ['base/db', true, true],
    ['app/web', false, true],
    ['app/cache', false, true],
    ['off/gpu', false, false],
  ])
  expect(
    edges.map(
      ({ service, gate: { on, condition, required, from } }) =>
        `${service.service} ${condition} ${on.service} ${from}${required ? '' : '?'}`,
    ),
  ).toEqual([
    'web ready cache depends_on',
    'web ready db needs',
    'web ready gpu layout?',
    'cache ready db needs',
    'cache ready gpu layout?',
  ])
})
