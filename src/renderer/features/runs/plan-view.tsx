import {
  formatCommand,
  formatCount,
  formatDuration,
  formatList,
  formatServiceRef,
} from '../../../shared/format.ts'
import { describeClaim, describeGpuWay } from '../../../shared/gpu-words.ts'
import type { Plan, Step, StepOf } from '../../../shared/plan.ts'
import { Signal } from '../../ui/signal.tsx'
import { Command } from './command.tsx'
import { describeCheck, describeFolderOrder, describeGates } from './describe.ts'
import { listSections } from './plan-sections.ts'
import { nameStep } from './rows.ts'

/** A plan to read: warnings, what is as wanted, then every step with what it waits for and its command. */
export function PlanView({ plan }: { readonly plan: Plan }) {
  const sections = listSections(plan)
  const unchanged = Map.groupBy(plan.unchanged, ({ stack }) => stack)
  return (
    <div className="grid gap-4 pb-2">
      {plan.warnings.length > 0 && (
        <ul className="grid gap-1" aria-label="Warnings">
          {plan.warnings.map((warning) => (
            <li key={warning} className="flex gap-2">
              <Signal state="warning" label="Warning" />
              <span className="min-w-0 break-words">{warning}</span>
            </li>
          ))}
        </ul>
      )}
      <p className="text-ink-2">
        {sections.length === 0
          ? 'Nothing: everything is already as wanted.'
          : `${formatCount(plan.steps.length, 'step')}${plan.expectedMs === null ? '' : `, usually ${formatDuration(plan.expectedMs)}`}.`}
        {plan.unchanged.length > 0 &&
          ` Already up: ${[...unchanged].map(([stack, refs]) => `${stack} (${refs.length})`).join(', ')}.`}
        {plan.spared.length > 0 && ` Left alone, always on: ${formatList(plan.spared)}.`}
      </p>
      {sections.map(({ title, steps }) => (
        <section key={title} aria-label={title} className="grid gap-2">
          <h3 className="border-b border-line pb-1 font-semibold">{title}</h3>
          <ul className="grid gap-2.5">
            {steps.map((step) => (
              <PlanStep key={step.id} step={step} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function PlanStep({ step }: { readonly step: Step }) {
  const name = 'service' in step ? formatServiceRef(step.service) : nameStep(step)
  const facts = step.kind === 'start' ? factsOf(step) : step.kind === 'gpu' ? gpuFactsOf(step) : []
  const replaced = step.kind === 'create' ? step.recreates.map(formatServiceRef) : []
  const usually =
    step.kind === 'start' && step.expectedMs !== null ? `usually ${formatDuration(step.expectedMs)}` : null
  return (
    <li className="grid gap-1">
      <p className="flex items-baseline gap-2">
        <span className="min-w-0 font-medium break-words">{name}</span>
        {usually !== null && <span className="ml-auto shrink-0 text-12 text-ink-3">{usually}</span>}
      </p>
      {replaced.length > 0 && (
        <p className="text-12 text-loading-ink">
          Replaces {formatList(replaced)}: the configuration changed.
        </p>
      )}
      {facts.map((words) => (
        <p key={words} className="text-12 text-ink-2 first-letter:uppercase">
          {words}
        </p>
      ))}
      <Command text={formatCommand(step.command)} />
    </li>
  )
}

function gpuFactsOf(step: StepOf<'gpu'>): readonly string[] {
  return [`claims ${describeClaim(step.claim)}`, ...describeGpuWay(step)]
}

function factsOf({ check, gates }: StepOf<'start'>): readonly string[] {
  const order = describeFolderOrder(gates)
  const asked = describeGates(gates.filter(({ from }) => from !== 'layout'))
  return [describeCheck(check).words, ...asked, ...(order === null ? [] : [order])]
}
