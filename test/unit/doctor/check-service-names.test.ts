import { describe, expect, it } from 'vitest'
import { checkServiceNames } from '../../../src/main/doctor/check-service-names.ts'
import { parseSwitchyardFile } from '../../../src/main/lab/switchyard-file/parse.ts'
import { model } from '../run/sample-model.ts'

const file = parseSwitchyardFile(
  `stacks:
  ai:
    gpu:
      comfyui: { vram: 12GiB }
      olama: { exclusive: true }
    heal: { whisper: }
  sealed:
    gpu: { anything: { exclusive: true } }
  off: { enabled: false, gpu: { x: { exclusive: true } } }
`,
  '/lab/switchyard.yaml',
)
const sealed = { isBroken: true, services: {} }
const plain = model({ ai: { services: { comfyui: { profiles: ['images'] }, ollama: {} } }, sealed })

describe('names of services in switchyard.yaml', () => {
  it('that the stack does not have are told with their place and the nearest name', () => {
    expect(checkServiceNames(file, [plain])).toEqual([
      {
        check: 'names',
        about: 'ai/gpu/olama',
        stack: 'ai',
        level: 'warning',
        message: '`gpu` of stack ai is for a service `olama`, which it does not have.',
        place: { file: '/lab/switchyard.yaml', line: 5, column: 7 },
        advice: 'Did you mean `ollama`?',
      },
      {
        check: 'names',
        about: 'ai/heal/whisper',
        stack: 'ai',
        level: 'warning',
        message: '`heal` of stack ai is for a service `whisper`, which it does not have.',
        place: { file: '/lab/switchyard.yaml', line: 6, column: 13 },
        advice: 'Its services are `comfyui`, `ollama`.',
      },
    ])
  })

  it('may be those of another environment', () => {
    const test = model({ ai: { services: { whisper: {}, olama: {} } }, sealed })
    expect(checkServiceNames(file, [plain, test])).toEqual([])
  })
})
