import { describe, expect, it } from 'vitest'
import { checkScripts } from '../../../src/main/doctor/check-scripts.ts'
import type { Script } from '../../../src/main/lab/scripts/model.ts'
import { model } from '../run/sample-model.ts'

const works: Script = { command: ['/lab/start.sh'], problem: null }
const broken: Script = {
  command: ['/lab/stop.sh'],
  problem: {
    code: 'LAB_FILE_INVALID',
    message: 'The script `stop.sh` is not executable.',
    hint: 'Make it so: chmod +x /lab/stop.sh',
  },
}

function look(start: Script | null, stop: Script | null) {
  const scripts = { start, stop, timeoutMs: null, description: null }
  return checkScripts(model({ ai: { services: { llm: {} }, settings: new Map([['llm', { scripts }]]) } }))
}

describe('the scripts of a lab', () => {
  it('are nothing to speak of where there are none', () => {
    expect(look(null, null)).toEqual([])
  })

  it('are told once when all can be run', () => {
    expect(look(works, null)).toEqual([
      { check: 'scripts', about: null, level: 'ok', message: 'All scripts and hooks of the lab can be run.' },
    ])
  })

  it('are told one by one when they cannot, with what to do', () => {
    expect(look(works, broken)).toEqual([
      {
        check: 'scripts',
        about: 'The script `stop.sh` is not executable.',
        level: 'error',
        stack: 'ai',
        message: 'The script `stop.sh` is not executable.',
        advice: 'Make it so: chmod +x /lab/stop.sh',
      },
    ])
  })
})
