import { startVitest } from 'vitest/node'

/*
 * Runs every test and closes with one plain line of counts; the exit code is 1 when anything failed or nothing ran.
 * Tests that passed only at their second try, with what the first one said, and what was skipped with its reason, are named before.
 */

const vitest = await startVitest([], { watch: false })
const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()])
const count = (state: string) => tests.filter((test) => test.result().state === state).length
const brokenFiles = vitest.state
  .getTestModules()
  .filter((module) => !module.ok() && [...module.children.allTests()].every((test) => test.ok())).length
const failed = count('failed') + brokenFiles + vitest.state.getUnhandledErrors().length
const passed = count('passed')
const secondTries = tests.filter((test) => test.diagnostic()?.flaky)
const skipped = new Set(
  tests.flatMap((test) => {
    const result = test.result()
    return result.state === 'skipped'
      ? [`${test.module.relativeModuleId}: ${result.note ?? 'no reason was given'}`]
      : []
  }),
)
await vitest.close()
for (const reason of skipped) console.log(`skipped in ${reason}`)
for (const test of secondTries) {
  console.log(`passed only at the second try: ${test.module.relativeModuleId} > ${test.fullName}`)
  for (const { message } of test.result().errors ?? []) console.log(`  ${message.slice(0, 500)}`)
}
console.log(`${passed} passed, ${failed} failed, ${count('skipped')} skipped`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
