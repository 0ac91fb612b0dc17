import { memo } from 'react'
import { useService } from '../../bridge/use-bridge.tsx'
import { Signal, signalOf } from '../../ui/signal.tsx'

/** Every service of a stack as a lamp, where there are too many for rows; opens to the rows. */
export function LampStrip({
  stack,
  names,
  onOpen,
}: {
  readonly stack: string
  readonly names: readonly string[]
  readonly onOpen: () => void
}) {
  return (
    <button
      type="button"
      aria-expanded={false}
      aria-label={`Show the ${names.length} services of ${stack}`}
      onClick={onOpen}
      className="flex w-full flex-wrap gap-1.5 py-1.5 pr-2.5 pl-10 hover:bg-raised"
    >
      {names.map((name) => (
        <Lamp key={name} stack={stack} name={name} />
      ))}
    </button>
  )
}

const Lamp = memo(function Lamp({ stack, name }: { readonly stack: string; readonly name: string }) {
  const service = useService({ stack, service: name })
  const state = service ? signalOf(service.readiness) : 'unknown'
  return (
    <span title={`${name}: ${service?.readiness ?? 'unknown'}`}>
      <Signal state={state} label={null} size={14} />
    </span>
  )
})
