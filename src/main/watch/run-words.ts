import { formatServiceRef } from '../../shared/format.ts'
import type { RunEvent, RunEventOf } from '../../shared/run.ts'
import type { LabModel } from '../run/facts/lab-model.ts'

/** What a run says of a service; it knows more than Docker, like what the service waits for and what its probe said. */
export type RunWord = Pick<RunEventOf<'service-changed'>, 'readiness' | 'readyBy' | 'detail'>

/** By `stack/service`. */
export type RunWords = ReadonlyMap<string, RunWord>

/** Keeps what the runs that go on say of the services of a lab. */
export interface RunJournal {
  /** True when it changes what is said of a service. */
  note(runId: string, event: RunEvent): boolean
  /** The containers of the service went down: what a run said of it being ready is over. True when that changes something. */
  noteExit(project: string, service: string): boolean
  /** Forgets a run. */
  close(runId: string): void
  wordsFor(model: LabModel): RunWords
}

interface Told {
  readonly project: string
  readonly service: string
  word: RunWord | null
}

export function createRunJournal(): RunJournal {
  const runs = new Map<string, Map<string, Told>>()
  return {
    note(runId, event) {
      if (event.type === 'run-started') {
        const starts = event.plan.steps.filter((step) => step.kind === 'start')
        const told = starts.map(({ service, project }): [string, Told] => [
          formatServiceRef(service),
          { project, service: service.service, word: null },
        ])
        runs.set(runId, new Map(told))
        return false
      }
      if (event.type !== 'service-changed') return false
      const told = runs.get(runId)?.get(formatServiceRef(event.service))
      if (!told) return false
      const { readiness, readyBy, detail } = event
      told.word = { readiness, readyBy, detail }
      return true
    },
    noteExit(project, service) {
      let hasChanged = false
      for (const told of [...runs.values()].flatMap((services) => [...services.values()])) {
        if (told.project !== project || told.service !== service || told.word?.readiness !== 'ready') continue
        told.word = null
        hasChanged = true
      }
      return hasChanged
    },
    close(runId) {
      runs.delete(runId)
    },
    wordsFor({ services }) {
      const words = new Map<string, RunWord>()
      // Looked at through another environment, a stack stands on another project, of which the run says nothing.
      for (const { key, stack } of services) {
        for (const told of runs.values()) {
          const own = told.get(key)
          if (own?.word && own.project === stack.project.name) words.set(key, own.word)
        }
      }
      return words
    },
  }
}
