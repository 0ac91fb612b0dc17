import { lockLab } from '../../../src/main/store/run-lock.ts'

/** For tests with several processes: says `ready`, then at each line takes the lock of that lab, holds it for good, and says how it went. */
process.stdout.write('ready\n')
process.stdin.setEncoding('utf8')
process.stdin.on('data', (chunk: string) => {
  for (const line of chunk.split('\n').filter((text) => text !== '')) {
    const [stateDir = '', labDir = ''] = line.split('\t')
    try {
      lockLab(stateDir, labDir)
      process.stdout.write('taken\n')
    } catch (error) {
      process.stdout.write(
        `${error instanceof Error && 'code' in error ? String(error.code) : String(error)}\n`,
      )
    }
  }
})
