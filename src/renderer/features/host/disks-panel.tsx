import { formatBytes } from '../../../shared/format.ts'
import type { HostReadings } from '../../../shared/host.ts'
import { Link } from 'wouter'
import { Signal, signalInk } from '../../ui/signal.tsx'
import { Meter, Panel } from '../../ui/surface.tsx'
import { formatPercent, formatRate, judgeDisk } from './words.ts'

type Disk = HostReadings['disks'][number]

export function DisksPanel({ disks }: { readonly disks: readonly Disk[] }) {
  return (
    <Panel
      title="Disks"
      end={
        <Link href="/storage" className="underline">
          What Docker stores
        </Link>
      }
    >
      {disks.length === 0 && <p className="px-3 pb-3 text-12 text-ink-3">No disk can be seen from here.</p>}
      <ul className="grid gap-3 px-3 pb-3">
        {disks.map((disk) => (
          <DiskEntry key={disk.mount} disk={disk} />
        ))}
      </ul>
    </Panel>
  )
}

function DiskEntry({ disk }: { readonly disk: Disk }) {
  const { mount, device, model, kind, totalBytes, usedBytes, freeBytes, readRate, writeRate } = disk
  // As df counts: what is kept for root is neither used nor free.
  const share = usedBytes + freeBytes === 0 ? 0 : usedBytes / (usedBytes + freeBytes)
  const judgement = judgeDisk(share)
  const percent = formatPercent(share * 100).replace('.0', '')
  const flow = [
    ...(readRate === null ? [] : [`reading ${formatRate(readRate)}`]),
    ...(writeRate === null ? [] : [`writing ${formatRate(writeRate)}`]),
  ]
  return (
    <li className="grid min-w-0 gap-1">
      <div className="flex items-baseline gap-2">
        <span className="numeric min-w-0 truncate text-12" title={mount}>
          {mount}
        </span>
        <span className="min-w-0 truncate text-11 text-ink-3">
          {[device, model ?? kind].filter(Boolean).join(', ')}
        </span>
        <span
          className={`ml-auto flex shrink-0 items-center gap-1 text-12 ${judgement ? signalInk[judgement.state] : 'text-ink-3'}`}
        >
          {judgement && <Signal state={judgement.state} label={judgement.word} size={13} />}
          {percent}
          {judgement && ' full'}
        </span>
      </div>
      <div className="flex">
        <Meter
          share={share}
          label={`${mount} in use`}
          className={judgement ? (judgement.state === 'failed' ? 'bg-failed' : 'bg-loading') : 'bg-series'}
        />
      </div>
      <div className="flex flex-wrap justify-between gap-x-3 text-11/4 text-ink-3">
        <span className="numeric">
          {formatBytes(usedBytes)} of {formatBytes(totalBytes)}
        </span>
        <span className="numeric">{flow.join(', ')}</span>
      </div>
    </li>
  )
}

export function TemperaturesPanel({ temperatures }: { readonly temperatures: HostReadings['temperatures'] }) {
  if (temperatures.length === 0) return null
  return (
    <Panel title="Temperatures">
      <dl className="grid grid-cols-[repeat(auto-fill,minmax(120px,1fr))] gap-x-4 gap-y-1 px-3 pb-3 text-12">
        {temperatures.map(({ name, celsius, criticalC }) => {
          const isHot = criticalC !== null && celsius >= criticalC - 5
          return (
            <div key={name} className="flex items-baseline justify-between gap-2">
              <dt className="truncate text-ink-3" title={name}>
                {name}
              </dt>
              <dd className={`numeric flex items-center gap-1 ${isHot ? 'text-loading-ink' : ''}`}>
                {isHot && <Signal state="warning" label="hot" size={12} />}
                {Math.round(celsius)}&nbsp;°C
              </dd>
            </div>
          )
        })}
      </dl>
    </Panel>
  )
}
