import { relative } from 'node:path'
import type { Compose } from '../../../../src/main/compose/compose.ts'

export interface FakeCompose extends Pick<Compose, 'validate'> {
  /** What was asked, in order: relative paths with ` + ` between. */
  readonly asked: string[]
}

/** Compose that refuses the combinations of files given here, with their reasons, and accepts all others. */
export function fakeCompose(dir: string, reasons: Readonly<Record<string, string>> = {}): FakeCompose {
  const asked: string[] = []
  return {
    asked,
    validate: async (project) => {
      const files = project.files.map((file) => relative(dir, file)).join(' + ')
      asked.push(files)
      await Promise.resolve()
      return reasons[files] ?? null
    },
  }
}
