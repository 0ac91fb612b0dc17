import type { KindUse, StorageKind } from '../../../shared/storage.ts'
import { formatBytes } from '../../../shared/format.ts'
import { describeKindUse, formatSize, storageNames, sumBytes } from '../../../shared/storage-words.ts'
import { liveryOf } from '../../ui/pill.tsx'
import { Panel } from '../../ui/surface.tsx'

/** The engine's disk as one bar, and every kind with its number below. */
export function KindsPanel({ kinds }: { readonly kinds: readonly KindUse[] }) {
  const total = sumBytes(kinds.map(({ bytes }) => bytes)) ?? 0
  const reclaimable = sumBytes(kinds.map(({ reclaimableBytes }) => reclaimableBytes))
  return (
    <Panel
      title="Docker storage"
      end={
        reclaimable !== null &&
        reclaimable > 0 && (
          <span>
            <span className="numeric">{formatBytes(reclaimable)}</span> can go
          </span>
        )
      }
    >
      <div className="px-3 pb-3">
        <div
          role="img"
          aria-label={kinds.map(({ kind, bytes }) => `${storageNames[kind]} ${formatSize(bytes)}`).join(', ')}
          className="flex h-7 gap-px overflow-hidden rounded-4 bg-raised"
        >
          {kinds
            .filter(({ bytes }) => bytes !== null && bytes > 0)
            .map(({ kind, bytes }) => (
              <Segment
                key={kind}
                kind={kind}
                bytes={bytes ?? 0}
                share={total === 0 ? 0 : (bytes ?? 0) / total}
              />
            ))}
        </div>
        <ul
          aria-label="Kinds of storage"
          className="mt-2.5 grid grid-cols-[repeat(auto-fit,minmax(150px,1fr))] gap-3"
        >
          {kinds.map((use) => (
            <li key={use.kind} className="grid min-w-0 content-start text-12/4">
              <span className="flex min-w-0 items-center gap-1.5">
                <span
                  aria-hidden
                  className="h-3 w-[3px] shrink-0 rounded-[1px]"
                  style={{ background: colorOf(use.kind) }}
                />
                {storageNames[use.kind]}
              </span>
              <span className={`numeric ${use.bytes === null ? 'text-ink-3' : ''}`}>
                {formatSize(use.bytes)}
              </span>
              <span className="text-11/4 text-ink-3">{use.note ?? describeKindUse(use)}</span>
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  )
}

function Segment({
  kind,
  bytes,
  share,
}: {
  readonly kind: StorageKind
  readonly bytes: number
  readonly share: number
}) {
  const color = colorOf(kind)
  return (
    <div
      title={`${storageNames[kind]} ${formatBytes(bytes)}`}
      style={{
        width: `${share * 100}%`,
        background: `color-mix(in oklab, ${color} 28%, var(--surface))`,
        borderLeft: `3px solid ${color}`,
      }}
      className="grid min-w-[3px] content-center overflow-hidden text-12/4 whitespace-nowrap"
    >
      {share >= 0.08 && <span className="numeric px-1.5">{formatBytes(bytes)}</span>}
    </div>
  )
}

const liveries: Readonly<Record<StorageKind, number>> = {
  volumes: 0,
  images: 1,
  containers: 2,
  logs: 3,
  'build-cache': 5,
}

function colorOf(kind: StorageKind): string {
  return liveryOf(liveries[kind])
}
