import { describe, expect, it } from 'vitest'
import { commandsOf } from '../../../../src/renderer/features/doctor/commands.ts'
import { splitCode } from '../../../../src/renderer/ui/code-words.ts'
import { isEngineDown, sortFindings } from '../../../../src/renderer/features/doctor/findings.ts'
import type { Finding } from '../../../../src/shared/doctor.ts'

const finding = (id: string, level: Finding['level'], more: Partial<Finding> = {}): Finding => ({
  id,
  check: id.split(':')[0] ?? id,
  level,
  message: `About ${id}.`,
  ...more,
})
const fix = { kind: 'create-network', network: 'ai' } as const

describe('findings in the order in which they are read', () => {
  it('puts errors first, the engine before all, then warnings, and what passed aside', () => {
    const engine = finding('engine', 'error')
    const ports = finding('ports:a', 'error')
    const networks = finding('networks:ai', 'warning', { fix })
    const disk = finding('disk', 'ok')
    expect(sortFindings([networks, disk, ports, engine], [])).toEqual({
      errors: [engine, ports],
      warnings: [networks],
      passed: [disk],
      fixable: [networks],
    })
  })

  it('shows a file that cannot be read once, whoever found it', () => {
    const place = { file: '/lab/data/compose.yaml', line: 3 }
    const found = finding('files:data', 'error', { message: 'Stack data: Tabs are not allowed.', place })
    const problems = [
      { code: 'COMPOSE_FILE_INVALID', message: 'Tabs are not allowed.', place },
      { code: 'COMPOSE_FILE_INVALID', message: 'Another one.', hint: 'Correct it.' },
    ]
    expect(sortFindings([found], problems).errors).toEqual([
      {
        id: 'files-now:0',
        check: 'files-now',
        level: 'error',
        message: 'Another one.',
        advice: 'Correct it.',
      },
      found,
    ])
  })

  it('knows an engine that is down from one that answers', () => {
    expect(
      [finding('engine', 'error'), finding('engine', 'ok'), finding('compose', 'error')].map(isEngineDown),
    ).toEqual([true, false, false])
  })
})

describe('what to type instead of a fix', () => {
  const changes = { summary: '', files: [], undo: '' }

  it('is the command of the fix, quoted for a shell', () => {
    expect(
      commandsOf({ fix, changes: { ...changes, command: ['docker', 'network', 'create', 'my net'] } }),
    ).toEqual(["docker network create 'my net'"])
  })

  it('copies a file without replacing another, and closes it to others', () => {
    const copy = { kind: 'copy-file', from: '/lab/.env.example', to: '/lab/.env' } as const
    expect(commandsOf({ fix: copy, changes: { ...changes, command: null } })).toEqual([
      'cp -n /lab/.env.example /lab/.env',
      'chmod 600 /lab/.env',
    ])
  })

  it('is nothing where there is no fix', () => {
    expect(commandsOf({})).toEqual([])
  })
})

it('tells code from words by backticks, and leaves a single backtick alone', () => {
  expect(splitCode('Run `docker ps` first')).toEqual([
    { text: 'Run ', isCode: false },
    { text: 'docker ps', isCode: true },
    { text: ' first', isCode: false },
  ])
  expect(splitCode('A ` alone')).toEqual([{ text: 'A ` alone', isCode: false }])
})
