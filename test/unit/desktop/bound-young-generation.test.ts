import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const file = join(import.meta.dirname, '../../../src/main/desktop/bound-young-generation.ts')

/** Bytes for young objects when there are 8 MB of them, and after a million more objects that live for a while. */
async function grow(begin: string): Promise<readonly [number, number]> {
  const script = `
    import { getHeapSpaceStatistics } from 'node:v8'
    import { setTimeout as sleep, setImmediate as immediate } from 'node:timers/promises'
    import { boundYoungGeneration } from ${JSON.stringify(file)}
    const size = () => getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size
    let kept = []
    const make = (count) => {
      for (let index = 0; index < count; index += 1) {
        kept.push({ index, text: String(index), list: [index] })
        if (kept.length > 40_000) kept = []
      }
    }
    ${begin}
    while (size() < 8_000_000) { make(1000); await immediate() }
    await sleep(200)
    const before = size()
    make(1_000_000)
    console.log(JSON.stringify([before, size()]))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
  return JSON.parse(stdout) as [number, number]
}

it('ends the growth that there is otherwise', async () => {
  const [before, after] = await grow('boundYoungGeneration(10)')
  expect(after).toBe(before)
  const [otherwiseBefore, otherwiseAfter] = await grow('')
  expect(otherwiseAfter).toBeGreaterThan(otherwiseBefore)
})
