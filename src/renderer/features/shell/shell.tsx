import '@xterm/xterm/css/xterm.css'
import { ArrowLeft, Play, RotateCw, ScrollText } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Link, useLocation, useParams } from 'wouter'
import { logsPath, servicePath } from '../../../shared/page-paths.ts'
import { useAsked, useRunActions } from '../../actions/run-actions.tsx'
import type { ServiceRef } from '../../../shared/lab.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import { useService } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { Key } from '../../ui/menu.tsx'
import { Pill } from '../../ui/pill.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { PageHead } from '../../ui/surface.tsx'
import { useSession } from './use-session.ts'
import { describeNotice, describeState, keysOut, remedyOf } from './words.ts'

export default function Screen() {
  const { stack = '', service = '' } = useParams()
  return <Shell key={formatServiceRef({ stack, service })} stack={stack} service={service} />
}

function Shell({ stack, service }: ServiceRef) {
  const [, navigate] = useLocation()
  const backRef = useRef<HTMLButtonElement>(null)
  const leave = useCallback(() => backRef.current?.focus(), [])
  const { elementRef, state, open } = useSession({ stack, service }, leave)
  const { signal, word } = describeState(state)
  const notice = describeNotice(state)
  return (
    <>
      <PageHead
        above={
          <Link href={servicePath({ stack, service })} className="hover:text-ink">
            {stack} / {service}
          </Link>
        }
        title="Shell"
        actions={
          <>
            <span className="mr-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-12 text-ink-3">
              {keysOut.map(({ keys, what }) => (
                <span key={what} className="flex items-center gap-1">
                  {keys.map((key) => (
                    <Key key={key}>{key}</Key>
                  ))}
                  <span className="ml-0.5">{what}</span>
                </span>
              ))}
            </span>
            <Button
              icon={<ScrollText size={16} aria-hidden />}
              onClick={() => navigate(logsPath(stack, service))}
            >
              Logs
            </Button>
            <Button
              ref={backRef}
              icon={<ArrowLeft size={16} aria-hidden />}
              onClick={() => navigate(servicePath({ stack, service }))}
            >
              Close the shell
            </Button>
          </>
        }
      >
        <Pill state={signal}>{word}</Pill>
      </PageHead>
      <div className="relative flex min-h-0 flex-1 flex-col bg-well">
        <section
          aria-label={`Terminal in ${stack}/${service}`}
          className={`min-h-0 flex-1 overflow-hidden pt-2 pb-1 pl-3 ${state.kind === 'failed' ? 'invisible' : ''}`}
        >
          <div ref={elementRef} className="h-full font-mono" />
        </section>
        {state.kind === 'failed' && (
          <div className="absolute inset-0 overflow-auto p-5">
            <div className="max-w-2xl rounded-8 border border-line bg-surface">
              <ProblemView
                problems={state.problems}
                action={<Remedy stack={stack} service={service} kind={remedyOf(state)} onOpen={open} />}
              />
            </div>
          </div>
        )}
        <div role="status">
          {notice !== null && (
            <p className="flex flex-wrap items-center gap-3 border-t border-line bg-surface px-5 py-2">
              {notice}
              {state.kind === 'ended' && (
                <Button size="small" icon={<RotateCw size={14} aria-hidden />} onClick={open}>
                  Open another one
                </Button>
              )}
            </p>
          )}
        </div>
      </div>
    </>
  )
}

function Remedy({
  stack,
  service,
  kind,
  onOpen,
}: ServiceRef & { readonly kind: 'start' | 'again' | null; readonly onOpen: () => void }) {
  const runs = useRunActions()
  const isRunning = useService({ stack, service })?.state === 'running'
  const isStarting = useAsked().has(formatServiceRef({ stack, service }))
  const [isAsked, setIsAsked] = useState(false)
  // Whoever starts the service from here wants a shell in it.
  useEffect(() => {
    if (isAsked && isRunning) onOpen()
  }, [isAsked, isRunning, onOpen])
  if (kind === 'start' && !isRunning) {
    return (
      <Button
        icon={<Play size={16} aria-hidden />}
        isBusy={isStarting}
        onClick={() => {
          setIsAsked(true)
          runs.start([formatServiceRef({ stack, service })])
        }}
      >
        {isStarting ? `Starting ${service}` : `Start ${service}`}
      </Button>
    )
  }
  return (
    <Button icon={<RotateCw size={16} aria-hidden />} onClick={onOpen}>
      Try again
    </Button>
  )
}
