import { Eraser, RotateCw } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { formatMoment } from '../../../shared/format.ts'
import { useActions, type Action } from '../../actions/action-registry.tsx'
import { problemsOf } from '../../bridge/problems.ts'
import { useNow } from '../../bridge/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { Caution } from '../../ui/caution.tsx'
import { ProblemPanel } from '../../ui/problem-view.tsx'
import { SectionHead } from '../../ui/section-head.tsx'
import { Bones, ScreenBody } from '../../ui/surface.tsx'
import { CleanDialog } from './clean-dialog.tsx'
import { KindsPanel } from './kinds-panel.tsx'
import { StacksPanel } from './stacks-panel.tsx'
import { useStorage } from './use-storage.ts'
import { VolumeDialog, type VolumeIntent } from './volume-dialog.tsx'
import { VolumesPanel } from './volumes-panel.tsx'

/** What fills the engine's disk, what of it nobody needs, and volumes one by one. */
export default function Screen() {
  const { query, measureAgain, isMeasuring } = useStorage()
  const [isCleaning, setCleaning] = useState(false)
  const [intent, setIntent] = useState<VolumeIntent | null>(null)
  const nowMs = useNow(10_000)
  const clean = useCallback(() => setCleaning(true), [])
  useActions(
    useMemo<readonly Action[]>(
      () => [
        {
          id: 'storage:clean',
          title: 'Clean up: remove what nobody needs…',
          group: 'Storage',
          keywords: ['prune', 'images'],
          run: clean,
        },
      ],
      [clean],
    ),
  )
  const view = query.data
  const measured = (view?.kinds ?? []).flatMap(({ measuredAt }) =>
    measuredAt === null ? [] : [Date.parse(measuredAt)],
  )
  return (
    <>
      <SectionHead
        section="upkeep"
        actions={
          <>
            {measured.length > 0 && (
              <span className="mr-1 text-12 text-ink-3">
                measured <span className="numeric">{formatMoment(Math.min(...measured), nowMs)}</span>
              </span>
            )}
            <Button icon={<RotateCw size={16} aria-hidden />} isBusy={isMeasuring} onClick={measureAgain}>
              Measure again
            </Button>
            <Button icon={<Eraser size={16} aria-hidden />} onClick={clean}>
              Clean up…
            </Button>
          </>
        }
      />
      <ScreenBody>
        {query.isError && <ProblemPanel problems={problemsOf(query.error)} />}
        {query.isPending && <Bones rows={4} />}
        {view && (
          <>
            {view.warnings.map((warning) => (
              <Caution key={warning}>{warning}</Caution>
            ))}
            <KindsPanel kinds={view.kinds} />
            <StacksPanel stacks={view.stacks} />
            <VolumesPanel volumes={view.volumes} onIntent={setIntent} />
          </>
        )}
      </ScreenBody>
      {isCleaning && <CleanDialog onClose={() => setCleaning(false)} />}
      {intent && <VolumeDialog intent={intent} onClose={() => setIntent(null)} />}
    </>
  )
}
