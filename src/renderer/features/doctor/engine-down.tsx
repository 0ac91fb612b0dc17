import type { Finding } from '../../../shared/doctor.ts'
import { needsNewStart } from '../../../shared/next-steps.ts'
import { useSituation } from '../../bridge/use-situation.ts'
import { Signal } from '../../ui/signal.tsx'
import { StepList } from '../../ui/step-list.tsx'
import { Words } from '../../ui/words.tsx'

/** Without an engine nothing else can be judged, so this comes before everything. */
export function EngineDown({ finding }: { readonly finding: Finding }) {
  const { data } = useSituation()
  const situation = data?.title === finding.message ? data : null
  return (
    <section
      aria-label="The engine"
      className="wash flex gap-3.5 border-b border-line px-5 py-5 [--wash-color:var(--signal-failed)] max-[1240px]:px-3.5"
    >
      <span className="mt-0.5">
        <Signal state="failed" label="failed" size={20} />
      </span>
      <div className="grid min-w-0 gap-1.5">
        <h2 className="text-18/6 break-words">
          <Words>{finding.message}</Words>
        </h2>
        {situation && <StepList steps={situation.steps} />}
        {!situation && finding.advice !== undefined && (
          <p className="max-w-[80ch] text-15 break-words">
            <Words>{finding.advice}</Words>
          </p>
        )}
        <p className="text-ink-2">
          Networks, ports and disks are checked when the engine answers.{' '}
          {situation && needsNewStart(situation.kind)
            ? 'Start Switchyard again when this is mended.'
            : 'This page looks again by itself then.'}
        </p>
      </div>
    </section>
  )
}
