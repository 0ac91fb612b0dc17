import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { beforeAll, expect, it, vi } from 'vitest'
import { findPromtool } from '../../scripts/prometheus/find-promtool.ts'
import { openBurningLab } from './support/burning-lab.ts'

let promtool = ''
beforeAll(async () => {
  promtool = await findPromtool({ report: (line) => console.log(line) })
})

/** By promtool; what it has to complain about. */
async function check(what: 'metrics' | 'rules', input: string): Promise<string> {
  const args = what === 'rules' ? ['check', 'rules', input] : ['check', 'metrics']
  const { exitCode, stdout, stderr } = await execa(promtool, args, {
    reject: false,
    ...(what === 'metrics' ? { input } : {}),
  })
  return exitCode === 0 && what === 'rules' ? '' : `${stdout}${stderr}`
}

/** The values of one metric, by their labels as they are written. */
function valuesOf(text: string, name: string): Readonly<Record<string, number>> {
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`))
  return Object.fromEntries(
    lines.map((line) => [line.slice(name.length, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
  )
}

it('tells Prometheus of a real lab, in a form that its own checker has nothing to say against', async () => {
  await using lab = await openBurningLab('exported')
  await lab.client.labs.add({ dir: lab.dir })
  const exported = await lab.core.openMetricExport()
  await lab.run({ kind: 'start' })
  const of = (service: string) => `{project="exported",service="${service}"}`
  const stateOf = (service: string) =>
    `{lab="exported",project="exported",stack="exported",service="${service}"`
  const patience = { timeout: 30_000, interval: 250 }
  await vi.waitFor(async () => {
    const seconds = valuesOf(await exported.read(), 'switchyard_service_cpu_seconds_total')
    expect(seconds[of('burner')]).toBeGreaterThan(0.5)
  }, patience)
  const text = await exported.read()
  expect(await check('metrics', text)).toBe('')

  expect(valuesOf(text, 'switchyard_service_cpu_seconds_total')[of('idle')]).toBeLessThan(0.5)
  expect(valuesOf(text, 'switchyard_service_memory_limit_bytes')[of('burner')]).toBe(64 * 1024 * 1024)
  expect(valuesOf(text, 'switchyard_service_starts_total')).toEqual({
    [`${stateOf('burner')}}`]: 1,
    [`${stateOf('idle')}}`]: 1,
  })
  const readiness = valuesOf(text, 'switchyard_service_readiness')
  expect(Object.keys(readiness).filter((labels) => readiness[labels] === 1)).toEqual([
    `${stateOf('burner')},readiness="ready"}`,
    `${stateOf('idle')},readiness="ready"}`,
  ])

  // A restart begins the kernel's count anew, and ours goes on.
  const before = valuesOf(text, 'switchyard_service_cpu_seconds_total')[of('burner')] ?? NaN
  await lab.docker(['restart', '--time', '0', 'exported-burner-1'])
  await vi.waitFor(async () => {
    const now = await exported.read()
    expect(valuesOf(now, 'switchyard_service_starts_total')[`${stateOf('burner')}}`]).toBe(2)
    const after = valuesOf(now, 'switchyard_service_cpu_seconds_total')[of('burner')]
    expect(after).toBeGreaterThan(before + 0.5)
  }, patience)
  exported.close()
})

it('its dashboard asks in expressions that Prometheus understands', async () => {
  const file = join(import.meta.dirname, '../../resources/grafana/switchyard.json')
  const { panels } = JSON.parse(await readFile(file, 'utf8')) as {
    readonly panels: readonly { readonly targets?: readonly { readonly expr: string }[] }[]
  }
  const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
  const rules = expressions.map((expr, index) => ({
    record: `panel:${index}`,
    expr: expr.replaceAll('$__rate_interval', '1m').replaceAll(/\$\w+/g, '.*'),
  }))
  const dir = await mkdtemp(join(tmpdir(), 'switchyard-rules-'))
  try {
    const path = join(dir, 'rules.json')
    await writeFile(path, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }))
    expect(expressions.length).toBeGreaterThan(30)
    expect(await check('rules', path)).toBe('')
  } finally {
    await rm(dir, { recursive: true })
  }
})
