import { formatList } from '../../../shared/format.ts'
import { describeChange, summarizeUpstream } from '../../../shared/update-words.ts'
import type { UpstreamDiff } from '../../../shared/updates.ts'
import { line, span, type Line } from './line.ts'
import { symbolOf, type Style } from './style.ts'

/** What each stack's upstream has that the stack has not, and the other way round. Pure. */
export function renderUpstream(diffs: readonly UpstreamDiff[], style: Style): Line[] {
  if (diffs.length === 0)
    return [line('No stack has an upstream; say where it is under `upstream` in switchyard.yaml.', 'quiet')]
  return diffs.flatMap((diff, index) => [...(index > 0 ? [line('')] : []), ...renderDiff(diff, style)])
}

function renderDiff(diff: UpstreamDiff, style: Style): Line[] {
  const head = [span(diff.stack, 'strong'), span(`  ${diff.file}`, 'quiet')]
  if (diff.problem !== null) return [head, [span(`${symbolOf('failed', style)} ${diff.problem}`, 'failed')]]
  return [
    head,
    line(`  ${summarizeUpstream(diff)}`),
    ...diff.addedServices.map((name) => line(`  + ${name}`)),
    ...diff.removedServices.map((name) => line(`  - ${name}`)),
    ...diff.services.flatMap(({ service, changes }) => [
      line(`  ~ ${service}`),
      ...changes.map((change) => line(`      ${describeChange(change)}`, 'quiet')),
    ]),
    ...(diff.unsetVariables.length > 0
      ? [line(`  not set here: ${formatList(diff.unsetVariables, 20)}`, 'warning')]
      : []),
  ]
}
