import { formatBytes } from '../../../shared/format.ts'
import type { HostReadings } from '../../../shared/host.ts'

/** Swap beside the memory. */
export function SwapMap({ swap }: { readonly swap: HostReadings['swap'] }) {
  const { totalBytes, usedBytes } = swap
  if (totalBytes === 0) {
    return (
      <div className="grid h-12 content-center rounded-4 px-2 text-12/4 text-ink-3 shadow-[inset_0_0_0_1px_var(--line)]">
        <span>swap</span>
        <span>off</span>
      </div>
    )
  }
  return (
    <div className="min-w-0">
      <div
        role="img"
        aria-label={`Swap: ${formatBytes(usedBytes)} of ${formatBytes(totalBytes)} used`}
        className="relative flex h-12 overflow-hidden rounded-4 shadow-[inset_0_0_0_1px_var(--line-strong)]"
      >
        <div className="bg-line-strong" style={{ width: `${(usedBytes / totalBytes) * 100}%` }} />
        <div className="absolute inset-0 grid content-center px-2 text-12/4 whitespace-nowrap">
          <span className="font-medium">swap</span>
          <span className="numeric">{formatBytes(usedBytes)} used</span>
        </div>
      </div>
      <div aria-hidden className="mt-0.5 flex h-4 justify-between text-11 text-ink-3">
        <span className="numeric">0</span>
        <span className="numeric">{formatBytes(totalBytes)}</span>
      </div>
    </div>
  )
}

/** One device with what is in it, for the list below the map. */
export function SwapEntry({ device }: { readonly device: HostReadings['swap']['devices'][number] }) {
  const { path, kind, totalBytes, usedBytes, isOurs } = device
  return (
    <li className="grid min-w-0 content-start text-12/4" title={path}>
      <span className="flex min-w-0 items-center gap-1.5">
        <span
          aria-hidden
          className="size-2.5 shrink-0 rounded-2 border border-line-control"
          style={{ background: 'linear-gradient(90deg,var(--ink-2) 40%,transparent 40%)' }}
        />
        <span className="truncate">{kind === 'zram' ? 'zram' : `swap ${kind}`}</span>
      </span>
      <span className="numeric text-13/5">{formatBytes(usedBytes)}</span>
      <span className="truncate text-11/4 text-ink-3">
        of {formatBytes(totalBytes)}
        {isOurs ? ', ours' : ''}
      </span>
    </li>
  )
}
