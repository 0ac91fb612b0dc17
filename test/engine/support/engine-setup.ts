import type { TestProject } from 'vitest/node'
import { ensureImages, imageNames } from '../../../scripts/engine/images.ts'
import { startPrivateEngine } from '../../../scripts/engine/private-engine.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** DOCKER_HOST, DOCKER_CONFIG and PATH of the engine that the tests share. */
    readonly engineVariables: Readonly<Record<string, string>>
    /** Name of that engine; a test that needs one of its own names it after this one. */
    readonly engineInstance: string
  }
}

/**
 * One private engine for all engine tests, stopped and cleaned at the end. Two test runs side by side need two names, by
 * SWITCHYARD_TEST_INSTANCE.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const report = (line: string) => console.log(line)
  const instance = process.env['SWITCHYARD_TEST_INSTANCE'] || 'test'
  const engine = await startPrivateEngine({ instance, report })
  await ensureImages(engine.env, imageNames, { report })
  project.provide('engineVariables', engine.env)
  project.provide('engineInstance', instance)
  return () => engine.stop()
}
