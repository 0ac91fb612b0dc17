import { X } from 'lucide-react'
import { useCallback, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { useToast } from '../../actions/toasts.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Switch } from '../../ui/switch.tsx'
import { formatClock } from '../../../shared/format.ts'
import type { LogEntry } from './entry.ts'
import { toText } from './export.ts'
import { HistogramView } from './histogram-view.tsx'
import { LevelChips } from './level-chips.tsx'
import { LogFoot } from './log-foot.tsx'
import { LogList } from './log-list.tsx'
import { createLogStore } from './log-store.ts'
import { RangePicker, type Range } from './range-picker.tsx'
import { SearchField } from './search-field.tsx'
import { SourceChips } from './source-chips.tsx'
import { toTargets, type Source } from './sources.ts'
import { allLevels, useLogFilter } from './use-log-filter.ts'
import { useLogFeed } from './use-log-feed.ts'
import { useLogKeys } from './use-log-keys.ts'
import { useLogLines } from './use-log-lines.ts'
import { useExports } from './use-exports.tsx'

/** The screen for these services. */
export function LogsOf({
  sources,
  asked,
}: {
  readonly sources: readonly Source[]
  readonly asked: ReadonlySet<string>
}) {
  const [store] = useState(() =>
    createLogStore({ levels: allLevels, search: null, onlyMatches: false, window: null }),
  )
  const snapshot = useSyncExternalStore(store.subscribe, store.getSnapshot)
  const [changed, setChanged] = useState<ReadonlySet<string> | null>(null)
  const chosen = changed ?? asked
  const [range, setRange] = useState<Range>('15m')
  const [isWrapped, setIsWrapped] = useState(false)
  const searchInput = useRef<HTMLInputElement>(null)
  const toast = useToast()
  const targets = useMemo(() => toTargets(sources, chosen), [sources, chosen])
  const byKey = useMemo(() => new Map(sources.map((source) => [source.key, source])), [sources])
  const feed = useLogFeed(store, targets, chosen.size, range)
  const filter = useLogFilter(store)
  const lines = useLogLines(store)
  const { select, setFollowing } = lines

  const copy = useCallback(
    (entries: readonly LogEntry[]) => {
      void copyText(toText(entries)).then((isCopied) => {
        const what = entries.length === 1 ? 'the line' : `${entries.length} lines`
        if (isCopied) toast({ state: 'done', text: `Copied ${what}.` })
        else toast({ state: 'failed', text: 'The browser does not let this page use the clipboard.' })
      })
    },
    [toast],
  )
  const { setAround } = filter
  const actions = useMemo(
    () => ({
      copy: (entry: LogEntry) => copy([entry]),
      showOnly: (source: string) => setChanged(new Set([source])),
      showAround: setAround,
      measure: store.setDetailHeight,
    }),
    [copy, setAround, store],
  )
  const exports = useExports(store, lines.selected, copy)
  useLogKeys({
    lines,
    search: searchInput,
    isWrapped,
    onWrap: setIsWrapped,
    onSave: exports.save,
  })

  return (
    <>
      <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-5 py-2 max-[1240px]:px-3.5">
        <h1>Logs</h1>
        <SearchField
          input={searchInput}
          options={filter.options}
          error={filter.error}
          matches={snapshot.matches}
          onChange={filter.setOptions}
          onStep={lines.stepMatch}
        />
        <Segmented
          label="On a match"
          value={filter.onlyMatches ? 'filter' : 'highlight'}
          options={[
            { value: 'highlight', label: 'Highlight' },
            { value: 'filter', label: 'Filter' },
          ]}
          onChange={(value) => filter.setOnlyMatches(value === 'filter')}
        />
        <LevelChips shown={filter.levels} counts={snapshot.counts} onChange={filter.setLevels} />
        <span className="flex items-center gap-2 text-12">
          Follow
          <Switch label="Follow" isOn={lines.isFollowing} onChange={setFollowing} />
        </span>
      </header>
      <div className="flex shrink-0 items-start gap-3 px-5 py-2.5 max-[1240px]:px-3.5">
        <SourceChips sources={sources} chosen={chosen} onChange={setChanged} />
        <span className="ml-auto flex shrink-0 items-center gap-2">
          {filter.aroundMs !== null && (
            <Button size="small" icon={<X size={14} aria-hidden />} onClick={() => filter.setAround(null)}>
              10s around {formatClock(filter.aroundMs)}
            </Button>
          )}
          <RangePicker range={range} onChange={setRange} />
        </span>
      </div>
      <HistogramView histogram={snapshot.histogram} onJump={lines.jumpTo} />
      {feed.phase === 'lost' && <ProblemView problems={feed.problems} />}
      <div className="relative flex min-h-0 flex-1 flex-col">
        <LogList
          store={store}
          snapshot={snapshot}
          sources={byKey}
          search={filter.search}
          isWrapped={isWrapped}
          isFollowing={lines.isFollowing}
          selection={lines.selection}
          open={lines.open}
          target={lines.target}
          actions={actions}
          onSelect={select}
          onToggle={lines.toggle}
          onFollow={setFollowing}
          onCopy={() => copy(lines.selected())}
        />
        {snapshot.shown === 0 && feed.phase === 'following' && !snapshot.isFiltering && (
          <div className="pointer-events-none absolute inset-0 grid">
            <div className="pointer-events-auto m-auto">
              <Nothing
                buffered={snapshot.buffered}
                range={range}
                onShowAll={() => setRange('all')}
                onReset={filter.reset}
              />
            </div>
          </div>
        )}
      </div>
      <LogFoot
        feed={feed}
        snapshot={snapshot}
        isFollowing={lines.isFollowing}
        isWrapped={isWrapped}
        exports={exports.entries}
        onWrap={setIsWrapped}
      />
    </>
  )
}

function Nothing({
  buffered,
  range,
  onShowAll,
  onReset,
}: {
  readonly buffered: number
  readonly range: Range
  readonly onShowAll: () => void
  readonly onReset: () => void
}) {
  if (buffered > 0)
    return <Empty action={<Button onClick={onReset}>Show all lines</Button>}>No line fits the filter.</Empty>
  return range === 'all' ? (
    <Empty>These services have not said anything yet.</Empty>
  ) : (
    <Empty action={<Button onClick={onShowAll}>Show everything</Button>}>
      {`These services have not said anything in the ${range === '1h' ? 'last hour' : `last ${range.slice(0, -1)} minutes`}.`}
    </Empty>
  )
}
