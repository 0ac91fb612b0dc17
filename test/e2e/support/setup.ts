import type { TestProject } from 'vitest/node'
import { findChromium } from '../../../scripts/browser/find-chromium.ts'
import { ensureImages } from '../../../scripts/engine/images.ts'
import { startPrivateEngine } from '../../../scripts/engine/private-engine.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly engineVariables: Readonly<Record<string, string>>
    readonly engineInstance: string
    /** Path of the browser. */
    readonly chromium: string
  }
}

/** A browser, and an engine of their own for the browser tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const report = (line: string) => console.log(line)
  const instance = `${process.env['SWITCHYARD_TEST_INSTANCE'] || 'test'}-e2e`
  project.provide('chromium', await findChromium({ report }))
  const engine = await startPrivateEngine({ instance, report })
  await ensureImages(engine.env, ['fixture'], { report })
  project.provide('engineVariables', engine.env)
  project.provide('engineInstance', instance)
  return () => engine.stop()
}
