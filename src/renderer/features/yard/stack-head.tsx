import { Lock } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { isUp } from '../../../shared/roll-up.ts'
import { stackPath } from '../../../shared/page-paths.ts'
import { useAsked, useRunActions } from '../../actions/run-actions.tsx'
import { useLabPart } from '../../bridge/use-bridge.tsx'
import { Switch } from '../../ui/switch.tsx'
import { countReady } from './counts.ts'
import { placeProps, useIsMarked, type Mark } from './mark.ts'
import { StackMenu } from './stack-menu.tsx'

/** Where the rail comes in: from the wave before, or, where nothing comes before, from its own end. */
const leads = { source: 'M16 17.5h12M22 17.5V34', through: 'M0 17H12L22 27V34' }

export function StackHead({
  name,
  alwaysOn,
  isSource,
  isEntry,
  isOff,
  mark,
}: {
  readonly name: string
  readonly alwaysOn: boolean
  readonly isSource: boolean
  /** Where Tab leads as long as nothing is marked. */
  readonly isEntry: boolean
  readonly isOff: boolean
  readonly mark: Mark
}) {
  const status = useLabPart(({ state }) => state?.status?.stacks.find((stack) => stack.name === name))
  const isMarked = useIsMarked(mark, name)
  const services = status?.services ?? []
  const { ready, total } = countReady(services)
  return (
    <div
      className={`group/head relative flex h-[34px] items-center gap-1.5 pr-2.5 pl-10 @max-[276px]:pr-2 ${isMarked ? 'shadow-[inset_2px_0_0_var(--ink-2)]' : ''}`}
    >
      <svg
        aria-hidden
        width="24"
        height="34"
        className="absolute top-0 left-0 overflow-visible fill-none stroke-rail stroke-[1.5]"
        strokeDasharray={isOff ? '3 3' : undefined}
      >
        <path d={isSource ? leads.source : leads.through} />
      </svg>
      {/* The margin inside is for the focus, which is drawn around the name. */}
      <h2 className="-m-1 min-w-0 truncate p-1">
        <Link
          href={stackPath(name)}
          {...placeProps(name, isMarked || isEntry, mark)}
          data-problem={status?.state === 'failed' && total === 0}
          className="underline-offset-3 hover:underline"
        >
          {name}
        </Link>
      </h2>
      {/* Where there is no room for both, the words wrap out of sight before the name is cut. */}
      {alwaysOn && (
        <span className="flex h-4 min-w-3 shrink-[999] flex-wrap gap-x-1 overflow-hidden text-12 text-ink-3">
          <Lock size={12} strokeWidth={2.5} aria-hidden className="h-4" />
          {/* The menu lies over them. */}
          <span className="whitespace-nowrap group-focus-within/head:invisible group-hover/head:invisible">
            always on
          </span>
        </span>
      )}
      <span className="relative ml-auto flex items-center gap-1.5">
        <StackMenu stack={name} isMarked={isMarked} />
        <span className="numeric text-12 text-ink-3" aria-label={`${ready} of ${total} ready`} role="img">
          {ready}/{total}
        </span>
        {!alwaysOn && <StackSwitch name={name} isUp={isUp(services)} isEmpty={total === 0} />}
      </span>
    </div>
  )
}

function StackSwitch({
  name,
  isUp: isNow,
  isEmpty,
}: {
  readonly name: string
  readonly isUp: boolean
  /** There is nothing to start in it. */
  readonly isEmpty: boolean
}) {
  const { start, stop } = useRunActions()
  const asked = useAsked()
  const [wanted, setWanted] = useState(isNow)
  const isPending = asked.has(name)
  const isOn = isPending ? wanted : isNow
  return (
    <Switch
      size="small"
      label={name}
      isOn={isOn}
      isPending={isPending}
      disabled={isEmpty}
      onChange={(next) => {
        setWanted(next)
        if (next) start([name])
        else stop([name])
      }}
    />
  )
}
