import { expect, it } from 'vitest'
import { checkEngine } from '../../../src/main/doctor/check-engine.ts'
import { createSmallEngine } from '../run/small-engine.ts'

it('an engine that says nothing is told of', async () => {
  const { engine } = createSmallEngine()
  const silent = { ...engine, version: () => new Promise<never>(() => undefined) }
  expect(await checkEngine(silent, 1000)).toEqual([
    {
      check: 'engine',
      about: null,
      level: 'error',
      message: 'The Docker engine at unix:///small.sock has not answered for 1 s.',
      advice: 'Look whether it is busy (`systemctl status docker`), or start it again.',
    },
  ])
})
