import { formatBytes, formatCount } from '../../../shared/format.ts'
import { Caution } from '../../ui/caution.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Signal } from '../../ui/signal.tsx'
import { Meter } from '../../ui/surface.tsx'
import type { VolumeWorkView } from './use-volume-work.ts'

/** How far a backup or a restore is, and how it ended. */
export function WorkView({ view }: { readonly view: VolumeWorkView }) {
  const { isRunning, phase, progress, warnings, end, problems } = view
  const share =
    progress && progress.totalBytes !== null && progress.totalBytes > 0
      ? progress.bytes / progress.totalBytes
      : null
  return (
    <div className="grid gap-2" aria-live="polite">
      {isRunning && phase !== null && (
        <p className="flex gap-2 break-words">
          <Signal state="loading" label="at work" size={14} />
          <span className="min-w-0">{phase}</span>
        </p>
      )}
      {isRunning && progress && (
        <div className="flex items-center gap-3 text-12 text-ink-2" aria-live="off">
          {share !== null && <Meter share={share} label="done" className="bg-series" />}
          <span className="numeric">
            {formatBytes(progress.bytes)}
            {progress.totalBytes !== null && ` of ${formatBytes(progress.totalBytes)}`}
          </span>
        </div>
      )}
      {warnings.map((warning) => (
        <Caution key={warning}>{warning}</Caution>
      ))}
      {end?.type === 'cancelled' && <p className="text-ink-2">Cancelled; nothing of it was kept.</p>}
      {end?.type === 'done' && (
        <div className="flex gap-2">
          <span className="mt-0.5">
            <Signal state="done" label="done" size={14} />
          </span>
          <div className="grid min-w-0 gap-1 break-words">
            <p>
              {formatBytes(end.bytes)} in {formatCount(end.entries, 'entry', 'entries')}.
            </p>
            <p className="numeric text-12 text-ink-2">{end.file}</p>
            {end.safetyFile !== null && (
              <p className="text-12 text-ink-2">
                What it held before: <span className="numeric">{end.safetyFile}</span>
              </p>
            )}
          </div>
        </div>
      )}
      {problems && <ProblemView problems={problems} />}
    </div>
  )
}
