import { formatCommand, formatList } from '../../../shared/format.ts'
import { Command } from './command.tsx'
import type { Story } from './story.ts'

/** What a step that serves several services does, exactly. */
export function StepPanel({ story, stepId }: { readonly story: Story; readonly stepId: string }) {
  const step = story.view.plan.steps.find(({ id }) => id === stepId)
  if (!step) return null
  const services = 'services' in step ? step.services.map(({ service }) => service) : []
  return (
    <section className="grid gap-2 px-4 py-3.5">
      <h2>Command</h2>
      <Command text={formatCommand(step.command)} />
      {services.length > 0 && <p className="text-12 text-ink-2">For {formatList(services, 12)}.</p>}
    </section>
  )
}
