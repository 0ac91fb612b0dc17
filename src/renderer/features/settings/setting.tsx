import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Panel } from '../../ui/surface.tsx'
import type { Saving } from './use-saving.ts'

/** One group of settings, which says when it is saved and why it is not. */
export function SettingPanel({
  title,
  saving,
  children,
}: {
  readonly title: string
  readonly saving: Pick<Saving, 'isSaved' | 'problems'>
  readonly children: ReactNode
}) {
  return (
    <Panel
      title={title}
      end={
        <span role="status" className="flex items-center gap-1">
          {saving.isSaved && (
            <>
              <Check size={14} aria-hidden /> Saved
            </>
          )}
        </span>
      }
    >
      <div className="grid gap-4 border-t border-line px-3 py-3">{children}</div>
      {saving.problems && (
        <div className="border-t border-line">
          <ProblemView problems={saving.problems} />
        </div>
      )}
    </Panel>
  )
}

/** One choice: what it is, what it does, and the control at the right. */
export function SettingRow({
  name,
  description,
  children,
}: {
  readonly name: string
  readonly description: string
  readonly children: ReactNode
}) {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
      <div className="min-w-0 flex-[1_1_280px]">
        <p className="font-medium">{name}</p>
        <p className="max-w-[72ch] text-ink-2">{description}</p>
      </div>
      {children}
    </div>
  )
}
