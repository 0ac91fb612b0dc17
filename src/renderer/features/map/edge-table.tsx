import { Link } from 'wouter'
import { servicePath, stackPath } from '../../../shared/page-paths.ts'
import { useLabPart, useService } from '../../bridge/use-bridge.tsx'
import { Signal, signalOf } from '../../ui/signal.tsx'
import { Empty } from '../../ui/surface.tsx'
import type { EdgeRow } from './edge-rows.ts'

/** The map in words. */
export function EdgeTable({ rows }: { readonly rows: readonly EdgeRow[] }) {
  if (rows.length === 0) return <Empty>Nothing here waits for anything.</Empty>
  return (
    <div className="min-h-0 flex-1 overflow-auto px-5 pb-5 max-[1240px]:px-3.5">
      <table className="w-full border-collapse text-12">
        <caption className="sr-only">What waits for what</caption>
        <thead>
          <tr className="text-left text-ink-3 [&>th]:sticky [&>th]:top-0 [&>th]:h-8 [&>th]:bg-canvas [&>th]:pr-4 [&>th]:font-normal">
            <th scope="col">Service</th>
            <th scope="col">Waits for</th>
            <th scope="col">How</th>
            <th scope="col">Said by</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, service, on, waits, from }) => (
            <tr key={id} className="border-t border-line [&>td]:h-7 [&>td]:pr-4">
              <td>
                <Place place={service} />
              </td>
              <td>
                <Place place={on} />
              </td>
              <td className="text-ink-2">{waits}</td>
              <td className="text-ink-3">{from}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Place({ place: { stack, service } }: { readonly place: EdgeRow['on'] }) {
  return service === null ? <WholeStack name={stack} /> : <One stack={stack} service={service} />
}

const look = 'inline-flex min-h-6 items-center gap-1.5 underline-offset-3 hover:underline'

function One({ stack, service }: { readonly stack: string; readonly service: string }) {
  const status = useService({ stack, service })
  return (
    <Link href={servicePath({ stack, service })} className={look}>
      <Signal state={status ? signalOf(status.readiness) : 'unknown'} size={14} />
      <span>
        <span className="text-ink-3">{stack} / </span>
        {service}
      </span>
    </Link>
  )
}

function WholeStack({ name }: { readonly name: string }) {
  const state = useLabPart((lab) => lab.state?.status?.stacks.find((stack) => stack.name === name)?.state)
  return (
    <Link href={stackPath(name)} className={look}>
      <Signal state={state ? signalOf(state) : 'unknown'} size={14} />
      <span>
        all of <span className="font-medium">{name}</span>
      </span>
    </Link>
  )
}
