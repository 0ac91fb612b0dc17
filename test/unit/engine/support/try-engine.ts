import { createEngine } from '../../../../src/main/engine/create-engine.ts'
import { SwitchyardError } from '../../../../src/shared/errors.ts'

/** What an engine says when it is asked for its version, or why it says nothing. */
export async function tryEngine(variables: Readonly<Record<string, string>>): Promise<unknown> {
  try {
    return await createEngine(variables).version()
  } catch (error) {
    if (!(error instanceof SwitchyardError)) throw error
    const { code, message, hint } = error
    return { code, message, hint }
  }
}

/** The same of several, in their order. */
export async function tryEngines(each: readonly Readonly<Record<string, string>>[]): Promise<unknown> {
  return Promise.all(each.map(tryEngine))
}
