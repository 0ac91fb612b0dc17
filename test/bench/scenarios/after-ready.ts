import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { callEngine } from '../../../scripts/engine/engine-api.ts'
import { createCore } from '../../../src/main/core.ts'
import type { Row } from '../figures.ts'
import type { Bench, BenchLab } from '../open-bench.ts'

const watchedSeconds = 10

/**
 * Starts fifty services from a core that stays open, as the desktop app does, and counts what is executed in containers
 * after the run. Docker's own checks are put off by an hour, so that whatever is executed comes from us.
 */
export async function countAfterReady(bench: Bench): Promise<Row> {
  const lab = await bench.openLab('fifty')
  await delayOwnChecks(lab)
  const core = createCore({ variables: lab.variables })
  try {
    const { runId } = await core.client.runs.start({ dir: lab.dir, kind: 'start' })
    for await (const event of await core.client.runs.events({ runId })) {
      if (event.type === 'run-finished' && event.outcome !== 'succeeded')
        throw new Error('The start of fifty failed.')
    }
    const executed = await countExecutions(bench.engine.dockerHost)
    return {
      name: 'probing after ready',
      ours: { kind: 'count', samples: [executed] },
      theirs: null,
      limit: { kind: 'count', max: 0 },
      coldMs: null,
      notes: [
        `commands executed in 50 containers in the ${watchedSeconds} s after the run, and those of before that still go on, ` +
          "from a core that stays open; Docker's own checks are put off, so all of them would be ours",
      ],
    }
  } finally {
    await core.dispose()
  }
}

async function delayOwnChecks({ dir }: BenchLab): Promise<void> {
  for (const name of await readdir(dir, { recursive: true })) {
    if (!name.endsWith('docker-compose.yml')) continue
    const text = await readFile(join(dir, name), 'utf8')
    await writeFile(join(dir, name), text.replaceAll(/interval: \S+/g, 'interval: 1h'))
  }
}

async function countExecutions(dockerHost: string): Promise<number> {
  const now = Date.now() / 1000
  const filters = JSON.stringify({ type: ['container'], event: ['exec_start'] })
  const query = new URLSearchParams({ since: String(now), until: String(now + watchedSeconds), filters })
  const { text } = await callEngine(dockerHost, `/events?${query.toString()}`, {
    timeoutMs: watchedSeconds * 2000,
  })
  const begun = text.split('\n').filter((line) => line !== '').length
  const containers = JSON.parse((await callEngine(dockerHost, '/containers/json')).text) as readonly {
    readonly Id: string
  }[]
  const going = await Promise.all(
    containers.map(async ({ Id }) => {
      const { ExecIDs } = JSON.parse((await callEngine(dockerHost, `/containers/${Id}/json`)).text) as {
        readonly ExecIDs: readonly string[] | null
      }
      return ExecIDs?.length ?? 0
    }),
  )
  return begun + going.reduce((sum, each) => sum + each, 0)
}
