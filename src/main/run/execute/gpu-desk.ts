import type { Plan } from '../../../shared/plan.ts'

/** Who of one run has been given a GPU and is not up yet, and which stops wait to be needed. */
export interface GpuDesk {
  /** Services that were let go on and have not settled: nothing is measured of them yet. By `stack/service`. */
  readonly granted: ReadonlySet<string>
  /** One after another, so that two that look at the same time do not both find it free. */
  decide<Value>(work: () => Promise<Value>): Promise<Value>
  grant(key: string): void
  /** It has settled: from now on its containers say whether it holds something. */
  settle(key: string): void
  /** Whether a step of the plan is carried out only when somebody must be stopped. */
  isHeldBack(step: string): boolean
  /** Resolves with true when it is needed after all, and with false when nobody can need it any more. */
  needed(step: string): Promise<boolean>
  need(steps: readonly string[]): void
  /** A `gpu` step has ended and will ask for no stop any more. */
  close(gpuStep: string): void
}

export function createGpuDesk(plan: Plan): GpuDesk {
  const granted = new Set<string>()
  const asking = new Map(
    plan.steps.flatMap((step) =>
      step.kind === 'gpu' ? [[step.id, step.holders.flatMap(({ stops }) => stops)] as const] : [],
    ),
  )
  const answers = new Map([...asking.values()].flat().map((id) => [id, Promise.withResolvers<boolean>()]))
  let last: Promise<unknown> = Promise.resolve()
  return {
    granted,
    decide(work) {
      const turn = last.then(work)
      last = turn.catch(() => undefined)
      return turn
    },
    grant: (key) => void granted.add(key),
    settle: (key) => void granted.delete(key),
    isHeldBack: (step) => answers.has(step),
    needed: (step) => answers.get(step)?.promise ?? Promise.resolve(true),
    need(steps) {
      for (const id of steps) answers.get(id)?.resolve(true)
    },
    close(gpuStep) {
      asking.delete(gpuStep)
      const wanted = new Set([...asking.values()].flat())
      for (const [id, { resolve }] of answers) if (!wanted.has(id)) resolve(false)
    },
  }
}
