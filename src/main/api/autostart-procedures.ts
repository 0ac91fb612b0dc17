import { runRequestSchema } from '../../shared/contract.ts'
import { formatList } from '../../shared/format.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import { implementer } from './implementer.ts'
import { modelOf, type Rooms } from './rooms.ts'
import { startRun } from './run-procedures.ts'

/** Keeps Switchyard open from login or boot on. */
export function autostartProcedures(rooms: Rooms) {
  const procedures = implementer.autostart
  const { autostart } = rooms
  return {
    status: procedures.status.handler(() => autostart.status()),
    plan: procedures.plan.handler(async ({ input }) => {
      const [plan, model] = await Promise.all([autostart.plan(input), modelOf(rooms, input)])
      return { ...plan, notes: [...plan.notes, ...describeOrder(model)] }
    }),
    enable: procedures.enable.handler(async ({ input }) => {
      // What is no lab is told now, and not at the next boot.
      await modelOf(rooms, input)
      const done = await autostart.enable(input)
      return { done: [...done], status: await autostart.status() }
    }),
    disable: procedures.disable.handler(async ({ input }) => ({
      done: [...(await autostart.disable(input))],
    })),
    startLab: procedures.startLab.handler(async ({ input }) => {
      if (autostart.started.has(input.dir)) return { runId: null }
      const runId = await startRun(rooms, runRequestSchema.parse({ ...input, kind: 'start' }))
      autostart.started.put(input.dir)
      return { runId }
    }),
  }
}

const named = 6

/** Docker starts these by itself, and knows no order. */
function describeOrder({ services }: LabModel): readonly string[] {
  const own = services.filter(({ service }) => ['always', 'unless-stopped'].includes(service.restart))
  if (own.length === 0) return []
  const names = formatList(
    own.map(({ key }) => key),
    named,
  )
  return [
    `After a boot Docker itself starts ${names} in no order, because of their restart policy. Switchyard takes over what runs, waits until it is ready, and starts the rest in order.`,
  ]
}
