import type { TestProject } from 'vitest/node'
import { ensureImages, imageNames } from '../../../scripts/engine/images.ts'
import { startPrivateEngine } from '../../../scripts/engine/private-engine.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** DOCKER_HOST, DOCKER_CONFIG and PATH of the engine that the tests share. */
    readonly engineVariables: Readonly<Record<string, string>>
  }
}

/** One private engine for all engine tests, stopped and cleaned at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const report = (line: string) => console.log(line)
  const engine = await startPrivateEngine({ instance: 'test', report })
  await ensureImages(engine.env, imageNames, { report })
  project.provide('engineVariables', engine.env)
  return () => engine.stop()
}
