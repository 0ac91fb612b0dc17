import { describe, expect, it } from 'vitest'
import { describeEnvironment } from '../../../src/main/detail/environment.ts'
import { createMask } from '../../../src/main/detail/secrets.ts'
import { writeSources } from './sources.ts'

interface Spec {
  readonly files: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, string>>
  readonly image?: Readonly<Record<string, string>>
  readonly shell?: Readonly<Record<string, string>>
  readonly secrets?: readonly string[]
}

/** Each variable as `NAME=value from place`; a secret shows no value. */
function list({ files, values, image = {}, shell = {}, secrets = [] }: Spec): string[] {
  const sources = writeSources(files)
  return describeEnvironment({
    service: 'web',
    values: new Map(Object.entries(values)),
    imageValues: new Map(Object.entries(image)),
    sources,
    shell,
    mask: createMask(secrets),
  }).map(
    ({ name, value, isSecret, place, from }) =>
      `${name}=${value ?? 'null'}${isSecret ? ' (secret)' : ''} ${from} ${sources.show(place)}`,
  )
}

const web = (environment: string) => `services:\n  web:\n    environment:\n${environment}`

describe('the environment of a service', () => {
  it('is written in the Compose file, an env file, the shell or the image', () => {
    expect(
      list({
        files: {
          'compose.yaml': `${web('      A: one\n      B: ${B}\n      C: ${C:-three}\n      D: ${D}\n      E:\n      F: x${B}\n')}    env_file: web.env\n`,
          '.env': 'B=two\n',
          'web.env': 'A=other\nG=seven\n',
        },
        values: { A: 'one', B: 'two', C: 'three', D: 'four', E: 'five', F: 'xtwo', G: 'seven' },
        shell: { D: 'four', E: 'five' },
        image: { A: 'image', PATH: '/bin' },
      }),
    ).toEqual([
      'A=one compose compose.yaml:4',
      'B=two env_file .env:1',
      'C=three compose compose.yaml:6',
      'D=four shell -',
      'E=five shell -',
      'F=xtwo compose compose.yaml:9',
      'G=seven env_file web.env:2',
      'PATH=/bin image -',
    ])
  })

  it('takes the shell before the env file, as Compose does, but not when it is empty and must not be', () => {
    const files = { 'compose.yaml': web('      A: ${A}\n      B: ${B:-b}\n'), '.env': 'A=file\nB=file\n' }
    expect(list({ files, values: { A: 'shell', B: 'file' }, shell: { A: 'shell', B: '' } })).toEqual([
      'A=shell shell -',
      'B=file env_file .env:2',
    ])
  })

  it('hides a secret by its name, its look, what is in it, or the file that it comes from', () => {
    expect(
      list({
        files: {
          'compose.yaml': `${web('      API_KEY: k\n      URL: x\n      NOTE: x\n      DEBUG_TOKEN: x\n      PLAIN: x\n')}    env_file: .env.infisical\n`,
          '.env.infisical': 'REGION=north\n',
        },
        values: {
          API_KEY: 'k',
          URL: 'redis://:pw@redis',
          NOTE: 'about hunter2',
          DEBUG_TOKEN: 'false',
          PLAIN: 'x',
          REGION: 'north',
        },
        image: { IMAGE_TOKEN: 'abc' },
        secrets: ['hunter2'],
      }),
    ).toEqual([
      'API_KEY=null (secret) compose compose.yaml:4',
      'DEBUG_TOKEN=false compose compose.yaml:7',
      'IMAGE_TOKEN=null (secret) image -',
      'NOTE=null (secret) compose compose.yaml:6',
      'PLAIN=x compose compose.yaml:8',
      'REGION=null (secret) env_file .env.infisical:1',
      'URL=null (secret) compose compose.yaml:5',
    ])
  })
})
