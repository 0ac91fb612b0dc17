import { Eye } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import type { ServiceRef } from '../../../shared/lab.ts'
import { useSelection } from '../../actions/selection.tsx'
import { useClient } from '../../bridge/use-bridge.tsx'
import { useHeldSecret } from './use-held-secret.ts'

/** A secret: asked for while the button is held down, and forgotten when it is let go. It is kept nowhere else. */
export function SecretValue({ service, name }: { readonly service: ServiceRef; readonly name: string }) {
  const client = useClient()
  const { dir, environment, profiles } = useSelection()
  const { shown, show, hide } = useHeldSecret((signal) =>
    client.services.secret({ dir, environment, profiles: [...profiles], service, name }, { signal }),
  )
  const isHoldKey = ({ key }: KeyboardEvent) => key === ' ' || key === 'Enter'

  return (
    <span className="flex min-w-0 items-center gap-1">
      <span className={`min-w-0 select-none ${shown ? 'break-all whitespace-pre-wrap' : 'text-ink-2'}`}>
        {shown === null ? (
          <span aria-label="hidden" role="img">
            ••••••••
          </span>
        ) : 'value' in shown ? (
          shown.value === '' ? (
            <span className="text-ink-3">empty</span>
          ) : (
            shown.value
          )
        ) : (
          <span className="font-sans text-failed-ink">{shown.problem}</span>
        )}
      </span>
      <button
        type="button"
        aria-label={`Hold to show ${name}`}
        aria-pressed={shown !== null}
        title="Hold to show"
        className="-my-1 grid size-6 shrink-0 touch-none place-items-center rounded-4 text-ink-3 select-none hover:bg-raised hover:text-ink aria-pressed:text-ink"
        onPointerDown={(event) => {
          if (event.button !== 0) return
          event.currentTarget.setPointerCapture(event.pointerId)
          show()
        }}
        onLostPointerCapture={hide}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (!isHoldKey(event)) return
          event.preventDefault()
          show()
        }}
        onKeyUp={(event) => {
          if (isHoldKey(event)) hide()
        }}
        onBlur={hide}
      >
        <Eye size={14} aria-hidden />
      </button>
    </span>
  )
}
