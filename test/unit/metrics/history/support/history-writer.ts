import { createMetricHistory } from '../../../../../src/main/metrics/history/create-history.ts'

/** A process that writes a history until it is killed: a value a second from the start, as fast as it is told to. */
const [stateDir = '', startMs = '0'] = process.argv.slice(2)
const history = createMetricHistory({ stateDir })
let second = 0
process.on('message', (seconds: number) => {
  for (const until = second + seconds; second < until; second += 1)
    history.add(Number(startMs) + second * 1000, [['container:web', 'cpu', second % 1000]])
  process.send?.(history.stats())
})
process.send?.('ready')
