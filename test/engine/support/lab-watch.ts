import type { Core } from '../../../src/main/core.ts'
import type { ServiceStatus } from '../../../src/shared/status.ts'
import type { LabEvent, LabSnapshot } from '../../../src/shared/watch.ts'
import { applyLabEvent } from '../../../src/shared/lab-state.ts'

/** A watch of a lab as a page has it: events as they came, without the signs of life, and the state they make. */
export interface LabWatch extends AsyncDisposable {
  readonly events: readonly LabEvent[]
  state(): LabSnapshot
  service(stack: string, name: string): ServiceStatus | undefined
  /** Resolves with the state once it is so. */
  until(isSo: (state: LabSnapshot, events: readonly LabEvent[]) => boolean): Promise<LabSnapshot>
  /** Forgets the events so far. */
  clear(): void
}

export async function watchLab(client: Core['client'], dir: string): Promise<LabWatch> {
  const abort = new AbortController()
  const events: LabEvent[] = []
  const wakes = new Set<() => void>()
  let state: LabSnapshot | null = null
  let failure: Error | null = null
  const stream = await client.labs.watch({ dir }, { signal: abort.signal })
  const read = async () => {
    for await (const event of stream) {
      state = applyLabEvent(state, event)
      if (event.type !== 'alive') events.push(event)
      for (const wake of wakes) wake()
    }
  }
  const reading = read().catch((error: unknown) => {
    if (!abort.signal.aborted) failure = error instanceof Error ? error : new Error(String(error))
    for (const wake of wakes) wake()
  })
  const watch: LabWatch = {
    events,
    state() {
      if (!state) throw new Error('there was no snapshot yet')
      return state
    },
    service: (stack, name) => serviceOf(watch.state(), stack, name),
    until: (isSo) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (failure) reject(failure)
          else if (state && isSo(state, events)) resolve(state)
          else return
          wakes.delete(look)
        }
        wakes.add(look)
        look()
      }),
    clear: () => void events.splice(0),
    async [Symbol.asyncDispose]() {
      abort.abort()
      await reading
    },
  }
  await watch.until(() => true)
  return watch
}

export function serviceOf(state: LabSnapshot, stack: string, name: string): ServiceStatus | undefined {
  return state.status?.stacks.find((each) => each.name === stack)?.services.find((each) => each.name === name)
}

/** What was told of a service, as `readiness` or `readiness (detail)`, each once in a row. */
export function toldOf(events: readonly LabEvent[], name: string): readonly string[] {
  const told = events.flatMap((event) => {
    if (event.type !== 'service' || event.service.name !== name) return []
    const { readiness, detail } = event.service
    return [detail === null ? readiness : `${readiness} (${detail})`]
  })
  return told.filter((words, index) => words !== told[index - 1])
}
