import { useCallback, useMemo, useRef, useState } from 'react'
import { leadsDown } from '../../../shared/run-words.ts'
import { Axis } from './axis.tsx'
import { CriticalPath } from './critical-path.tsx'
import { FoldLine } from './fold-line.tsx'
import { GroupLine } from './group-line.tsx'
import { countGroup, describeGroup } from './group-words.ts'
import { hostGroup, layoutLines, type Line } from './groups.ts'
import { Legend } from './legend.tsx'
import { MovingNow } from './moving-now.tsx'
import { RowLine } from './row-line.tsx'
import { endOfSchedule } from './schedule.ts'
import type { Story } from './story.ts'
import { fitDomain, listTicks, percentOf } from './time-scale.ts'
import { useLineKeys } from './use-line-keys.ts'
import type { RunPicture } from './use-run-picture.ts'
import { useWidth } from './use-width.ts'

/** Every service of the run along time, by stack and wave. */
export function Timeline({
  story,
  picture,
  nowMs,
  isGoingOn,
  shown,
  onChoose,
}: {
  readonly story: Story
  readonly picture: RunPicture
  readonly nowMs: number
  readonly isGoingOn: boolean
  readonly shown: string | null
  readonly onChoose: (key: string) => void
}) {
  const { plan, startedAtMs } = story.view
  const { groups, schedule, usual, critical, criticalRows, blockerRow } = picture
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set())
  const [zoom, setZoom] = useState(1)
  const body = useRef<HTMLDivElement>(null)
  const widthPx = useWidth(body)
  const blocker = blockerRow?.key ?? null
  const lines = useMemo(() => {
    const kept = new Set(shown === null ? criticalRows : [...criticalRows, shown])
    return layoutLines(groups, { expanded, kept, blocker })
  }, [groups, expanded, criticalRows, shown, blocker])
  const toggle = useCallback((id: string) => {
    setExpanded((current) => {
      const next = new Set(current)
      if (!next.delete(id)) next.add(id)
      return next
    })
  }, [])
  const keys = useLineKeys({ lines, toggle, onChoose, zoom, onZoom: setZoom })

  // While it goes on, there is room for now until the next look at the clock.
  const endMs = Math.max(endOfSchedule(schedule), nowMs + (isGoingOn ? 1000 : 0))
  const usualEndMs = plan.expectedMs !== null && plan.expectedMs <= endMs * 4 ? plan.expectedMs : null
  const domainMs = fitDomain(Math.max(endMs, usualEndMs ?? 0))
  const ticks = useMemo(() => listTicks(domainMs, Math.max(widthPx - labelPx, 200)), [domainMs, widthPx])
  const names = critical.flatMap((id) => {
    const line = lines.find((each) => each.kind === 'row' && each.row.stepIds.includes(id))
    return line?.kind === 'row' ? [line.row.name] : []
  })

  const drawLine = (line: Line) => {
    const isActive = keys.activeKey === line.key
    if (line.kind === 'group') {
      const { settled, total } = countGroup(line.group)
      const hasActing = line.group.rows.length > 0
      return (
        <GroupLine
          key={line.key}
          id={line.key}
          title={line.group.title}
          wave={line.group.wave}
          isAlwaysOn={line.group.isAlwaysOn}
          count={
            total === 0 || line.group.id === hostGroup
              ? ''
              : hasActing
                ? `${settled} of ${total}`
                : String(total)
          }
          words={describeGroup(line.group, plan, { schedule, usual, blocker: blockerRow?.name ?? null })}
          isExpanded={line.isExpanded}
          isActive={isActive}
          onToggle={toggle}
        />
      )
    }
    if (line.kind === 'fold') {
      return (
        <FoldLine
          key={line.key}
          lineKey={line.key}
          rows={line.rows}
          schedule={schedule}
          domainMs={domainMs}
          isActive={isActive}
          onOpen={() => toggle(line.groupId)}
        />
      )
    }
    const { row, heightPx } = line
    const window = schedule.get(row.stepIds.at(-1) ?? '')
    const isExpected =
      window !== undefined &&
      !window.hasEnded &&
      (!window.hasBegun || (window.isKnown && window.endMs > nowMs))
    return (
      <RowLine
        key={line.key}
        row={row}
        heightPx={heightPx}
        expectedFromMs={isExpected && !window.hasBegun ? window.startMs : null}
        expectedToMs={isExpected ? window.endMs : null}
        domainMs={domainMs}
        isCritical={criticalRows.has(row.key)}
        isBlocker={row.key === blocker}
        isShown={row.key === shown}
        isActive={isActive}
        onChoose={onChoose}
      />
    )
  }

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <Legend
        isDown={leadsDown(plan.kind)}
        hasUsual={plan.expectedMs !== null}
        zoom={zoom}
        onZoom={setZoom}
      />
      <div className="min-h-0 flex-1 overflow-auto pb-2 [--label:190px] max-[1240px]:[--label:164px]">
        <div ref={body} className="relative flex min-h-full flex-col" style={{ width: `${zoom * 100}%` }}>
          <div className="flex flex-1 flex-col pr-5 max-[1240px]:pr-3">
            <Axis
              ticks={ticks}
              domainMs={domainMs}
              usualEndMs={usualEndMs}
              startedAtMs={startedAtMs}
              isGoingOn={isGoingOn}
            />
            {isGoingOn && <MovingNow target={body} startedAtMs={startedAtMs} domainMs={domainMs} />}
            <div className="relative flex-1">
              <Grid
                ticks={ticks.map(({ atMs }) => percentOf(atMs, domainMs))}
                usualEnd={usualEndMs === null ? null : percentOf(usualEndMs, domainMs)}
                isGoingOn={isGoingOn}
              />
              <div
                role="treegrid"
                aria-label="Timeline of the run"
                onKeyDown={keys.onKeyDown}
                onFocus={keys.onFocus}
                className="relative"
              >
                {lines.map(drawLine)}
              </div>
              <CriticalPath
                path={critical}
                names={names}
                schedule={schedule}
                lines={lines}
                domainMs={domainMs}
                startedAtMs={startedAtMs}
                isGoingOn={isGoingOn}
              />
            </div>
          </div>
        </div>
      </div>
    </div>
  )
}

const labelPx = 210

function Grid({
  ticks,
  usualEnd,
  isGoingOn,
}: {
  readonly ticks: readonly number[]
  readonly usualEnd: number | null
  readonly isGoingOn: boolean
}) {
  return (
    <div aria-hidden className="pointer-events-none absolute inset-y-0 right-0 left-(--label)">
      {ticks.map((percent) => (
        <i key={percent} className="absolute inset-y-0 w-px bg-grid" style={{ left: `${percent}%` }} />
      ))}
      {usualEnd !== null && (
        <i
          className="absolute inset-y-0 z-2 border-l border-dashed border-line-control"
          style={{ left: `${usualEnd}%` }}
        />
      )}
      {isGoingOn && <i className="absolute inset-y-0 z-2 w-px bg-ink-2" style={{ left: 'var(--now)' }} />}
    </div>
  )
}
