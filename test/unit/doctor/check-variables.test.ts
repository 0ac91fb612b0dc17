import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { checkVariables } from '../../../src/main/doctor/check-variables.ts'
import { model } from '../run/sample-model.ts'

it('an example that cannot be read says nothing, and keeps no other from being looked at', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'switchyard-doctor-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  mkdirSync(join(dir, '.env.example'))
  writeFileSync(join(dir, '.env.prod.example'), 'TOKEN=\n')
  writeFileSync(join(dir, '.env.prod'), 'TOKEN=x\n')
  const of = model({ app: { services: {}, project: { dir, files: [join(dir, 'compose.yaml')] } } })
  expect(await checkVariables({ ...of, lab: { ...of.lab, dir } })).toEqual([
    {
      check: 'env-files',
      about: join(dir, '.env.prod'),
      level: 'ok',
      message: `${join(dir, '.env.prod')} has what its example has (1 variable).`,
    },
  ])
})
