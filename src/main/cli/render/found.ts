import type { Found } from '../../../shared/finding.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import { line, type Line } from './line.ts'
import { type Style, symbolOf } from './style.ts'
import { alignColumns } from './table.ts'

/** What was found: services of the lab, other containers, programs. Pure. */
export function renderFound(text: string, found: Found, style: Style): Line[] {
  const { services, containers, processes } = found
  if (services.length + containers.length + processes.length === 0)
    return [line(`Nothing was found for ${text}.`, 'quiet')]
  const mark = (isRunning: boolean): Line => {
    const signal = isRunning ? 'ready' : 'stopped'
    return line(symbolOf(signal, style), signal)
  }
  const parts: readonly (readonly [string, readonly (readonly Line[])[]])[] = [
    [
      'Services of this lab',
      services.map(({ ref, containers: own, ports, alwaysOn }) => [
        mark(own.some(({ state }) => state === 'running')),
        line(formatServiceRef(ref)),
        line(own.map(({ name, state }) => `${name} ${state}`).join(', ') || 'no container', 'quiet'),
        line(formatPorts(ports), 'quiet'),
        line(alwaysOn ? 'always-on' : '', 'quiet'),
      ]),
    ],
    [
      'Other containers',
      containers.map(({ name, image, state, project, ports }) => [
        mark(state === 'running'),
        line(name),
        line(`${state}, ${image}`, 'quiet'),
        line(formatPorts(ports), 'quiet'),
        line(project === null ? 'of no Compose project' : `of project ${project}`, 'quiet'),
      ]),
    ],
    [
      'Programs of this machine',
      processes.map(({ owner, address, port, protocol }) => [
        mark(true),
        line(owner ?? 'a program that you may not see'),
        line(`listens on ${address}:${port}/${protocol}`, 'quiet'),
      ]),
    ],
  ]
  return parts
    .filter(([, rows]) => rows.length > 0)
    .flatMap(([title, rows], index) => [
      ...(index === 0 ? [] : [line('')]),
      line(title, 'strong'),
      ...alignColumns(rows),
    ])
}

function formatPorts(ports: Found['containers'][number]['ports']): string {
  const texts = ports.map(
    ({ address, port, target, protocol }) =>
      `${address === '' || address === '0.0.0.0' || address === '::' ? '' : address}:${port === 0 ? 'any' : port}→${target}/${protocol}`,
  )
  return [...new Set(texts)].join(', ')
}
