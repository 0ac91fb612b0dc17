import { formatCount } from '../../../shared/format.ts'
import type { MovePlan, MoveState } from '../../../shared/move-in.ts'
import { besideName, describeMove } from '../../../shared/move-in-words.ts'
import { line, type Line } from './line.ts'
import { renderPlan } from './plan.ts'
import type { Style } from './style.ts'
import { alignColumns } from './table.ts'

/** Where the lab is on its way, with a row for each service. */
export function renderMove({ split, candidates }: MoveState): Line[] {
  if (!split) {
    return [
      line('This lab was not split by Switchyard.'),
      ...candidates.map(({ file, services }) => line(`  ${file}: ${formatCount(services, 'service')}`)),
    ]
  }
  const head = ['SERVICE', 'BEFORE', 'NEW', besideName.toUpperCase(), 'DIFFERS IN']
  return [
    line(describeMove(split), 'strong'),
    ...alignColumns([
      head.map((text) => line(text, 'quiet')),
      ...split.rows.map((row) => [
        line(row.service),
        ...[row.old, row.new, row.beside].map((side) => line(side?.state ?? '-')),
        line(row.differences.join(', '), 'quiet'),
      ]),
    ]),
    ...(split.ports.length === 0
      ? []
      : [
          [],
          ...alignColumns([
            ['SERVICE', 'PORT', besideName.toUpperCase()].map((text) => line(text, 'quiet')),
            ...split.ports.map(({ service, from, to }) => [line(service), line(from), line(to)]),
          ]),
        ]),
  ]
}

/** Both runs of a move, one after the other. */
export function renderMovePlan({ stop, renames, start }: MovePlan, style: Style): Line[] {
  return [
    ...(stop ? [...renderPlan(stop, style), []] : []),
    ...renames.map(({ from, to }) => line(`  container ${from} is called ${to} from then on`)),
    ...(renames.length > 0 ? [[]] : []),
    ...renderPlan(start, style),
  ]
}
