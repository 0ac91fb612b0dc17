import { ChevronRight, Ellipsis, Lock, Play, RotateCw, ScrollText, Square, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { StackView } from '../../../shared/lab.ts'
import type { StackStatus } from '../../../shared/status.ts'
import { isUp } from '../../../shared/roll-up.ts'
import { logsPath } from '../../../shared/page-paths.ts'
import { appsKey, useAsked, useRunActions } from '../../actions/run-actions.tsx'
import { Button } from '../../ui/button.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Pill } from '../../ui/pill.tsx'
import { signalOf } from '../../ui/signal.tsx'
import { PageHead } from '../../ui/surface.tsx'
import { Switch } from '../../ui/switch.tsx'
import { describeReady, describeRollUp } from './counts.ts'

export function StackHead({
  stack,
  status,
}: {
  readonly stack: StackView
  readonly status: StackStatus | undefined
}) {
  const { start, stop, restart, down } = useRunActions()
  const asked = useAsked()
  const { name, alwaysOn } = stack
  const services = status?.services ?? []
  const isNow = isUp(services)
  const isBusy = asked.has(name) || asked.has('') || (!alwaysOn && asked.has(appsKey))
  return (
    <PageHead
      above={
        <nav aria-label="Where it is" className="flex items-center gap-1.5">
          <Link href="/yard" className="hover:text-ink hover:underline">
            Yard
          </Link>
          <ChevronRight size={12} aria-hidden />
          <span>Wave {stack.wave + 1}</span>
        </nav>
      }
      title={name}
      beside={
        <>
          <Pill state={status ? signalOf(status.state) : 'unknown'}>
            {status ? describeRollUp(status) : 'not known'}
          </Pill>
          {alwaysOn && (
            <span className="flex items-center gap-1 text-12 whitespace-nowrap text-ink-3">
              <Lock size={12} strokeWidth={2.5} aria-hidden />
              always on
            </span>
          )}
          {status && <span className="text-12 whitespace-nowrap text-ink-3">{describeReady(services)}</span>}
          {!alwaysOn && <StackSwitch name={name} isNow={isNow} isAsked={isBusy} />}
        </>
      }
      actions={
        <>
          <LinkButton kind="ghost" href={logsPath(name)} icon={<ScrollText size={16} aria-hidden />}>
            Logs
          </LinkButton>
          <span aria-hidden className="mx-1 h-[18px] w-px bg-line-strong" />
          <Button icon={<RotateCw size={16} aria-hidden />} isBusy={isBusy} onClick={() => restart([name])}>
            Restart
          </Button>
          <Button
            icon={<Square size={14} fill="currentColor" aria-hidden />}
            isBusy={isBusy}
            disabled={!isNow}
            onClick={() => stop([name])}
          >
            Stop
          </Button>
          <Button
            kind={isNow ? 'default' : 'primary'}
            icon={<Play size={16} fill="currentColor" aria-hidden />}
            isBusy={isBusy}
            onClick={() => start([name])}
          >
            Start
          </Button>
          <Menu
            label={`More for ${name}`}
            trigger={
              <Button
                kind="ghost"
                aria-label={`More for ${name}`}
                icon={<Ellipsis size={16} aria-hidden />}
              />
            }
            entries={[
              {
                label: 'Remove containers…',
                icon: <Trash2 size={14} aria-hidden />,
                isDanger: true,
                onSelect: () => down([name]),
              },
            ]}
          />
        </>
      }
    />
  )
}

function StackSwitch({
  name,
  isNow,
  isAsked,
}: {
  readonly name: string
  readonly isNow: boolean
  readonly isAsked: boolean
}) {
  const { start, stop } = useRunActions()
  const [wanted, setWanted] = useState<boolean | null>(null)
  if (!isAsked && wanted !== null) setWanted(null)
  return (
    <Switch
      label={name}
      isOn={wanted ?? isNow}
      isPending={wanted !== null}
      onChange={(next) => {
        setWanted(next)
        if (next) start([name])
        else stop([name])
      }}
    />
  )
}
