import { Diamond, Maximize2, ZoomIn, ZoomOut } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'

/** What the looks of the bars mean, and how wide time is drawn. */
export function Legend({
  isDown,
  hasUsual,
  zoom,
  onZoom,
}: {
  /** Services go down and not up. */
  readonly isDown: boolean
  readonly hasUsual: boolean
  readonly zoom: number
  readonly onZoom: (zoom: number) => void
}) {
  return (
    <div className="flex h-9 shrink-0 items-center gap-4 pr-3 pl-5 text-11 whitespace-nowrap text-ink-2 max-[1240px]:gap-2.5 max-[1240px]:pl-3.5">
      {(isDown ? downLooks : upLooks).map(([name, look]) => (
        <Entry key={name} look={look}>
          {name}
        </Entry>
      ))}
      <span className="flex items-center gap-1.5">
        <Diamond size={8} fill="currentColor" aria-hidden />
        <i className="h-[1.5px] w-3.5 bg-ink" />
        critical path
      </span>
      <span className="ml-auto truncate text-ink-3 max-[1240px]:hidden">
        {isDown ? '' : hasUsual ? 'usual times learned from earlier runs' : 'no usual times yet'}
      </span>
      <span className="flex max-[1240px]:ml-auto" role="group" aria-label="Zoom">
        <Button
          kind="ghost"
          size="small"
          aria-label="Zoom out"
          aria-disabled={zoom <= 1}
          icon={<ZoomOut size={14} aria-hidden />}
          onClick={() => onZoom(Math.max(zoom / 2, 1))}
        />
        <Button
          kind="ghost"
          size="small"
          aria-label="Zoom in"
          aria-disabled={zoom >= 16}
          icon={<ZoomIn size={14} aria-hidden />}
          onClick={() => onZoom(Math.min(zoom * 2, 16))}
        />
        <Button
          kind="ghost"
          size="small"
          aria-label="Fit the whole run"
          aria-disabled={zoom === 1}
          icon={<Maximize2 size={14} aria-hidden />}
          onClick={() => onZoom(1)}
        />
      </span>
    </div>
  )
}

const hatch = 'bg-[repeating-linear-gradient(135deg,var(--ink-3)_0_1.5px,transparent_1.5px_4px)]'

const downLooks = [['stop', hatch]] as const

const upLooks = [
  ['create', 'border border-line-control'],
  ['start', hatch],
  ['loading', 'bg-loading'],
  ['ready', 'h-0.5! bg-[color-mix(in_oklab,var(--signal-ready)_55%,var(--canvas))]'],
  ['expected', 'border border-dashed border-line-control'],
] as const

function Entry({ look, children }: { readonly look: string; readonly children: ReactNode }) {
  return (
    <span className="flex items-center gap-1.5">
      <i className={`h-2 w-4 rounded-[1.5px] ${look}`} />
      {children}
    </span>
  )
}
