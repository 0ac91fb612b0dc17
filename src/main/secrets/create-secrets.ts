import { existsSync } from 'node:fs'
import { errorFromProblems, type Problem } from '../../shared/errors.ts'
import type { StepOf } from '../../shared/plan.ts'
import type { SecretFetch, SecretProvider } from '../../shared/secrets.ts'
import { nameOf, providerTitles } from '../../shared/secrets-words.ts'
import type { Lab } from '../lab/model.ts'
import { createProgramFinder } from '../lab/scripts/find-program.ts'
import { readSwitchyardFile } from '../lab/switchyard-file/read.ts'
import { type DeclaredSecrets, readDeclaredSecrets } from '../lab/switchyard-file/read-secrets.ts'
import { callOf, fetchSecrets } from './fetch-secrets.ts'
import { findUse } from './find-use.ts'
import { keepOutcomes, readOutcomes } from './keep-outcomes.ts'

/** Providers of secrets, asked before a start and on demand. */
export interface Secrets {
  /** Every provider that the lab's file names. Runs nothing. */
  declared(labDir: string): Promise<readonly DeclaredSecrets[]>
  /** Asks them all at once. Never throws for what a provider does. */
  fetch(
    labDir: string,
    declared: readonly DeclaredSecrets[],
    signal?: AbortSignal,
  ): Promise<readonly SecretFetch[]>
  /** How they and their files are, and which file the stacks of the lab read. */
  describe(lab: Lab, declared: readonly DeclaredSecrets[]): readonly SecretProvider[]
  /** The step of a plan that stands for it. */
  step(labDir: string, declared: DeclaredSecrets): StepOf<'secrets'>
}

export function createSecrets(options: {
  /** The operator's environment; providers find their tokens in it. */
  readonly variables: NodeJS.ProcessEnv
  readonly stateDir: string
}): Secrets {
  const { variables, stateDir } = options
  return {
    async declared(labDir) {
      const file = await readSwitchyardFile(labDir)
      return file ? readDeclaredSecrets(file) : []
    },
    async fetch(labDir, declared, signal) {
      const fetches = await Promise.all(
        declared.map((each) => fetchSecrets(each, { labDir, variables, ...(signal ? { signal } : {}) })),
      )
      keepOutcomes(stateDir, labDir, fetches, Date.now())
      return fetches
    },
    describe(lab, declared) {
      const outcomes = readOutcomes(stateDir, lab.dir)
      const findProgram = createProgramFinder(variables['PATH'] ?? '')
      return declared.map((each): SecretProvider => {
        const { entry, stack, file, place } = each
        const { command, timeoutMs } = callOf(each, lab.dir)
        const kept = outcomes[file]
        const program = findProgram({ written: command, from: [lab.dir], place })
        return {
          provider: entry.provider,
          stack,
          file,
          place,
          command: [...command],
          timeoutMs,
          onFailure: entry.on_failure ?? 'fallback',
          isInstalled: program.problem === null,
          exists: existsSync(file),
          writtenAt: kept?.writtenAt ?? null,
          variables: kept?.variables ?? null,
          last: kept ? { at: kept.at, outcome: kept.outcome, fault: kept.fault } : null,
          ...findUse(lab, each),
        }
      })
    },
    step(labDir, declared) {
      const { entry, stack, file } = declared
      const { command, timeoutMs, dir } = callOf(declared, labDir)
      return {
        kind: 'secrets',
        id: stepIdOf(file),
        after: [],
        command: [...command],
        provider: entry.provider,
        stack,
        file,
        dir,
        timeoutMs,
        onFailure: entry.on_failure ?? 'fallback',
      }
    },
  }
}

export function stepIdOf(file: string): string {
  return `secrets:${file}`
}

/** Throws SECRETS_FAILED for those that failed and must not: then nothing is started. */
export function refuseFailures(fetches: readonly SecretFetch[], declared: readonly DeclaredSecrets[]): void {
  const fatal = fetches.filter(({ outcome, onFailure }) => outcome === 'failed' && onFailure === 'abort')
  if (fatal.length > 0) throw errorFromProblems(describeFailures(fatal, declared))
}

/** Providers that failed, as what keeps a run from starting. */
export function describeFailures(
  failed: readonly SecretFetch[],
  declared: readonly DeclaredSecrets[],
): readonly Problem[] {
  return failed.map(({ provider, file, fault, output }) => {
    const place = declared.find((each) => each.file === file)?.place
    const said = output.at(-1)
    return {
      code: 'SECRETS_FAILED',
      message: `Nothing is started: ${providerTitles[provider]} ${fault ?? 'failed'}, and ${nameOf(file)} was not written.${said ? ` It said: ${said}` : ''}`,
      ...(place ? { place } : {}),
      hint: 'Mend it and start again, or use what is there with `--no-secrets`.',
    }
  })
}
