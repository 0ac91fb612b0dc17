import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { families } from '../../../../src/main/metrics/export/families.ts'

const text = readFileSync(join(import.meta.dirname, '../../../../resources/grafana/switchyard.json'), 'utf8')
const expressions = [...text.matchAll(/"(?:expr|query|definition)": ("(?:[^"\\]|\\.)*")/g)].map(
  ([, written = '""']) => JSON.parse(written) as string,
)
const labelsByName = new Map<string, readonly string[]>(families.map(({ name, labels }) => [name, labels]))

it('asks only for what is exported, and for nearly all of it', () => {
  const used = new Set(expressions.flatMap((each) => each.match(/switchyard_\w+/g) ?? []))
  expect([...used].filter((name) => !labelsByName.has(name))).toEqual([])
  expect([...labelsByName.keys()].filter((name) => !used.has(name))).toEqual([
    'switchyard_service_health_check_duration_seconds',
    'switchyard_service_health_check_timestamp_seconds',
    'switchyard_host_load5',
    'switchyard_host_load15',
    'switchyard_host_filesystem_free_bytes',
    'switchyard_gpu_asleep',
    'switchyard_build_info',
    'switchyard_process_start_time_seconds',
  ])
})

it('chooses, groups and names by labels that there are', () => {
  const missing = [
    ...text.matchAll(/"expr": ("(?:[^"\\]|\\.)*")(?:,\s*"legendFormat": "([^"]*)")?/g),
  ].flatMap(([, written = '""', legend = '']) => {
    const expression = JSON.parse(written) as string
    const known = new Set(
      (expression.match(/switchyard_\w+/g) ?? []).flatMap((name) => labelsByName.get(name) ?? []),
    )
    const asked = [
      ...[...expression.matchAll(/(\w+)=~?"/g)].map(([, label]) => label),
      ...[...expression.matchAll(/(?:by|on|group_left) \(([^)]*)\)/g)].flatMap(([, list = '']) =>
        list.split(', '),
      ),
      ...[...legend.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label),
    ]
    return asked.filter((label) => !known.has(label ?? '')).map((label) => `${label} in ${expression}`)
  })
  expect(missing).toEqual([])
})

it('takes every figure from the chosen data source, and has no panel twice', () => {
  const { panels } = JSON.parse(text) as {
    readonly panels: readonly {
      readonly id: number
      readonly targets?: readonly { readonly datasource: unknown }[]
    }[]
  }
  const sources = new Set(
    panels.flatMap(({ targets = [] }) => targets.map(({ datasource }) => JSON.stringify(datasource))),
  )
  expect([...sources]).toEqual(['{"type":"prometheus","uid":"${datasource}"}'])
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
})
