import { describe, expect, it } from 'vitest'
import { applySwitchyardFile } from '../../../../src/main/lab/switchyard-file/apply.ts'
import { parseSwitchyardFile } from '../../../../src/main/lab/switchyard-file/parse.ts'
import { serviceSettings } from '../../../../src/main/lab/switchyard-file/settings.ts'
import { problemsOf } from './problems-of.ts'
import { lab, options, project, stack } from './sample-lab.ts'

function gpuOf(claim: string) {
  const file = parseSwitchyardFile(`stacks: { ai: { gpu: { llm: ${claim} } } }`, '/lab/switchyard.yaml')
  const found = lab([stack('ai', project('ai', ['/lab/ai/compose.yaml']))])
  const [applied] = applySwitchyardFile(found, file, options()).stacks
  return applied && serviceSettings(applied, 'llm').gpu
}

const gib = 1024 ** 3
const whole = { claim: { vramBytes: null, device: null }, unload: null }

describe('a claim on a GPU', () => {
  it.each([
    ['{}', whole],
    ['', whole],
    ['{ exclusive: true }', whole],
    ['{ vram: 24GiB, device: 1 }', { claim: { vramBytes: 24 * gib, device: 1 }, unload: null }],
    [
      "{ vram: 512M, unload: { http: 'http://127.0.0.1:8188/free' } }",
      {
        claim: { vramBytes: gib / 2, device: null },
        unload: {
          kind: 'http',
          url: 'http://127.0.0.1:8188/free',
          method: 'POST',
          body: null,
          timeoutMs: 30_000,
        },
      },
    ],
    [
      "{ unload: { http: 'https://gpu.lan/free', method: PUT, body: '{}', timeout: 5s } }",
      {
        ...whole,
        unload: { kind: 'http', url: 'https://gpu.lan/free', method: 'PUT', body: '{}', timeoutMs: 5000 },
      },
    ],
  ])('%s', (written, settings) => {
    expect(gpuOf(written)).toEqual(settings)
  })

  it('has a program as its arguments', () => {
    expect(gpuOf('{ unload: [docker, exec, ollama, ollama, stop, llama3] }')?.unload).toMatchObject({
      kind: 'program',
      script: { command: ['docker', 'exec', 'ollama', 'ollama', 'stop', 'llama3'] },
    })
  })

  it.each([
    ['{ vram: lots }', /must be a size from `64MiB` to `16TiB`/],
    ['{ vram: 12GiB, exclusive: true }', /`vram` or `exclusive`, not both/],
    ['{ device: -1 }', /must be the number of a GPU/],
    ["{ unload: { http: 'ftp://x/free' } }", /must be an address that starts with http/],
    ["{ unload: { http: 'http://me:secret@x/free' } }", /without a user and a password/],
    ['{ unload: docker stop ollama }', /or a list of a program and its arguments/],
    ['{ unload: [] }', /must be a list of a program and its arguments/],
    ['{ vramm: 12GiB }', /vramm/],
  ])('%s is told with what it must be', async (written, sentence) => {
    const [problem, ...others] = await problemsOf(() => gpuOf(written))
    expect(problem?.message).toMatch(sentence)
    expect(others).toEqual([])
  })
})
