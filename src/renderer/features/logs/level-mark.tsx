import { Signal } from '../../ui/signal.tsx'
import type { Level } from './level.ts'

const inks: Record<Level, string> = {
  error: 'text-failed-ink',
  warn: 'text-loading-ink',
  info: 'text-ink-3',
  debug: 'text-ink-3',
}

/** A level with its shape where it is more than news. */
export function LevelMark({ level }: { readonly level: Level }) {
  return (
    <span className={`flex items-center gap-1.5 font-sans ${inks[level]}`}>
      <span className="flex w-3.5">
        {level === 'error' && <Signal state="failed" label={null} size={14} />}
        {level === 'warn' && <Signal state="warning" label={null} size={14} />}
      </span>
      {level}
    </span>
  )
}
