import { startVitest } from 'vitest/node'

/* Runs every test and closes with one plain line of counts; the exit code is 1 when anything failed or nothing ran. */

const vitest = await startVitest([], { watch: false })
const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()])
const count = (state: string) => tests.filter((test) => test.result().state === state).length
const brokenFiles = vitest.state
  .getTestModules()
  .filter((module) => !module.ok() && [...module.children.allTests()].every((test) => test.ok())).length
const failed = count('failed') + brokenFiles + vitest.state.getUnhandledErrors().length
const passed = count('passed')
await vitest.close()
console.log(`${passed} passed, ${failed} failed, ${count('skipped')} skipped`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
