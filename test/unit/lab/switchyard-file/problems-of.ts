import { SwitchyardError, type Problem } from '../../../../src/shared/errors.ts'

/** The problems of the SwitchyardError that this throws, or rejects with; anything else fails the test. */
export async function problemsOf(act: () => unknown): Promise<readonly Problem[]> {
  try {
    await act()
  } catch (error) {
    if (error instanceof SwitchyardError) return error.problems
    throw error
  }
  return []
}
