import { openHistory } from '../../../src/main/store/history.ts'

/** For tests with several processes: writes this many runs into the history of that folder. */
const [stateDir = '', name = '', count = '0'] = process.argv.slice(2)
const history = openHistory(stateDir)
for (let index = 0; index < Number(count); index += 1) {
  const id = `${name}-${index}`
  history.beginRun({
    id,
    kind: 'start',
    lab: { name: 'lab', dir: '/lab' },
    startedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString(),
  })
  history.addEvent(id, { type: 'notice', at: '2026-01-01T00:00:00.000Z', level: 'info', message: name })
  const end = { finishedAt: '2026-01-01T00:01:00.000Z', outcome: 'succeeded', elapsedMs: index }
  history.finishRun(id, end, [
    { service: `app/${name}`, elapsedMs: 10, readyAtMs: 0, containers: [id], isDone: false },
  ])
}
history.close()
