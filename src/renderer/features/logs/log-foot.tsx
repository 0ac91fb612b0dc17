import { Download } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { Signal } from '../../ui/signal.tsx'
import type { FeedState } from './follow-logs.ts'
import { formatNumber } from './format-time.ts'
import { mostLines, mostLinesPaused, type LogSnapshot } from './log-store.ts'

/** How it goes: whether lines come, how many, how many are kept, and how many were left out. */
export function LogFoot({
  feed,
  snapshot,
  isFollowing,
  isWrapped,
  exports,
  onWrap,
}: {
  readonly feed: FeedState
  readonly snapshot: LogSnapshot
  readonly isFollowing: boolean
  readonly isWrapped: boolean
  readonly exports: readonly MenuEntry[]
  readonly onWrap: (isWrapped: boolean) => void
}) {
  const { buffered, shown, dropped, linesPerMinute, isFiltering } = snapshot
  return (
    <footer className="flex h-[30px] shrink-0 items-center gap-5 overflow-hidden border-t border-line bg-surface pr-3 pl-5 text-12 whitespace-nowrap text-ink-2 max-[1240px]:gap-3.5 max-[1240px]:pl-3.5">
      <span className="flex items-center gap-1.5">
        <Signal
          state={feed.phase === 'lost' ? 'failed' : feed.phase === 'opening' ? 'loading' : 'ready'}
          label={null}
          size={12}
        />
        {feed.phase === 'lost'
          ? 'not connected'
          : feed.phase === 'opening'
            ? 'opening'
            : isFollowing
              ? 'following'
              : 'paused'}
      </span>
      <span>
        <Count value={linesPerMinute} /> lines/min
      </span>
      <span>
        <Count value={buffered} /> of <Count value={isFollowing ? mostLines : mostLinesPaused} /> lines kept
      </span>
      {(shown < buffered || isFiltering) && (
        <span>
          <Count value={shown} /> shown{isFiltering && ', filtering'}
        </span>
      )}
      {dropped > 0 && (
        <span className="text-loading-ink">
          <Count value={dropped} /> {dropped === 1 ? 'line' : 'lines'} left out, the reader was too slow
        </span>
      )}
      <span className="ml-auto flex items-center gap-3">
        <Button kind="ghost" size="small" aria-pressed={isWrapped} onClick={() => onWrap(!isWrapped)}>
          {isWrapped ? 'wrap on' : 'wrap off'}
        </Button>
        <span className="text-ink-3 max-[1240px]:hidden">local time, ms</span>
        <Menu
          label="Export"
          trigger={
            <Button kind="ghost" size="small" icon={<Download size={14} aria-hidden />}>
              Export
            </Button>
          }
          entries={exports}
        />
      </span>
    </footer>
  )
}

function Count({ value }: { readonly value: number }) {
  return <span className="numeric">{formatNumber(value)}</span>
}
