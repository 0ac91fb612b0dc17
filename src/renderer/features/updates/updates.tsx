import { ArrowUpCircle, RotateCw } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { formatCount, formatMoment, formatServiceRef } from '../../../shared/format.ts'
import { isOutdated } from '../../../shared/update-words.ts'
import { useActions, type Action } from '../../actions/action-registry.tsx'
import { useRunActions } from '../../actions/run-actions.tsx'
import { problemsOf } from '../../bridge/problems.ts'
import { useNow } from '../../bridge/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemPanel } from '../../ui/problem-view.tsx'
import { SectionHead } from '../../ui/section-head.tsx'
import { Bones, Empty, Panel, ScreenBody } from '../../ui/surface.tsx'
import { ImageTable } from './image-table.tsx'
import { UpstreamPanels } from './upstream-panel.tsx'
import { useOutdated } from './use-outdated.ts'

/** Which images are newer than those that run, and what to do about it. */
export default function Screen() {
  const { outdated, error, isChecking, isPending, checkNow } = useOutdated()
  const { update } = useRunActions()
  const nowMs = useNow(60_000)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const choose = useCallback((key: string, isChosen: boolean) => {
    setChosen((before) => new Set([...before, key].filter((each) => isChosen || each !== key)))
  }, [])
  const newer = outdated?.services.filter(isOutdated) ?? []
  const askUpdate = () => update([...chosen])
  useActions(
    useMemo<readonly Action[]>(
      () => [{ id: 'updates:check', title: 'Check for updates now', group: 'Updates', run: checkNow }],
      [checkNow],
    ),
  )
  return (
    <>
      <SectionHead
        section="upkeep"
        actions={
          <>
            {outdated?.checkedAt && (
              <span className="mr-1 text-12 text-ink-3">
                checked <span className="numeric">{formatMoment(Date.parse(outdated.checkedAt), nowMs)}</span>
              </span>
            )}
            <Button icon={<RotateCw size={16} aria-hidden />} isBusy={isChecking} onClick={checkNow}>
              Check now
            </Button>
            <Button
              kind={newer.length > 0 || chosen.size > 0 ? 'primary' : 'default'}
              icon={<ArrowUpCircle size={16} aria-hidden />}
              onClick={askUpdate}
            >
              {chosen.size === 0 ? 'Update everything…' : `Update ${chosen.size} chosen…`}
            </Button>
          </>
        }
      />
      <ScreenBody>
        {error !== null && <ProblemPanel problems={problemsOf(error)} />}
        {isPending && error === null && <Bones rows={6} />}
        {outdated && (
          <Panel
            title="Images"
            end={<span role="status">{`${formatCount(newer.length, 'service')} can be updated`}</span>}
          >
            {outdated.services.length === 0 ? (
              <div className="border-t border-line">
                <Empty>No service of this lab has an image.</Empty>
              </div>
            ) : (
              <ImageTable services={sorted(outdated.services)} chosen={chosen} onChoose={choose} />
            )}
          </Panel>
        )}
        <UpstreamPanels />
      </ScreenBody>
    </>
  )
}

type Images = NonNullable<ReturnType<typeof useOutdated>['outdated']>['services']

/** What can be updated first, then in the order of the lab. */
function sorted(services: Images): Images {
  const order = new Map(services.map(({ service }, index) => [formatServiceRef(service), index]))
  const placeOf = (image: Images[number]) => order.get(formatServiceRef(image.service)) ?? 0
  return services.toSorted((a, b) => Number(isOutdated(b)) - Number(isOutdated(a)) || placeOf(a) - placeOf(b))
}
