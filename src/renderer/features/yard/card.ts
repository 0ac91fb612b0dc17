import type { StackView } from '../../../shared/lab.ts'
import type { StackStatus } from '../../../shared/status.ts'
import type { LabSnapshot } from '../../../shared/watch.ts'
import { isUp } from '../../../shared/roll-up.ts'
import { arrangeRows, isFiltering, type Rows } from './rows.ts'

/** What the shape of a stack's card depends on; what its services say is not in it. */
export interface Card extends Rows {
  /** Nothing of it is up: its rail is dashed. */
  readonly isOff: boolean
  /** Its files cannot be read. */
  readonly isBroken: boolean
  /** A filter finds nothing in it. */
  readonly isHidden: boolean
}

export type CardOptions = Parameters<typeof arrangeRows>[2]

/** Before the engine has ever answered, the services that the files name. */
export function describeCard(
  { name, services }: Pick<StackView, 'name' | 'services'>,
  status: StackStatus | undefined,
  options: CardOptions,
): Card {
  if (!status) {
    const isHidden = isFiltering(options.filter)
    return { rows: services, folded: 0, strip: [], isOff: true, isBroken: false, isHidden }
  }
  const rows = arrangeRows(name, status.services, options)
  return {
    ...rows,
    isOff: !isUp(status.services),
    isBroken: status.state === 'failed' && status.services.length === 0,
    isHidden: isFiltering(options.filter) && rows.rows.length === 0,
  }
}

/** What is wrong with a stack's files: the problems that lie in them or name it. */
export function problemsOfStack(
  { name, files, dir }: Pick<StackView, 'name' | 'files' | 'dir'>,
  problems: LabSnapshot['problems'],
): LabSnapshot['problems'] {
  return problems.filter(
    ({ place, message }) =>
      (place && (files.includes(place.file) || place.file.startsWith(`${dir}/`))) || message.includes(name),
  )
}
