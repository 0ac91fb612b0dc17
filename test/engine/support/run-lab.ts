import { createCore } from '../../../src/main/core.ts'

// Starts the lab that is named, in a process of its own.
const core = createCore({ variables: process.env })
const { runId } = await core.client.runs.start({ dir: process.argv[2] ?? '', kind: 'start' })
for await (const event of await core.client.runs.events({ runId }))
  if (event.type === 'run-finished') console.log(event.outcome)
await core.dispose()
