import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'vite'
import type { Row } from '../figures.ts'
import type { Bench, Scenario } from '../open-bench.ts'

const openings = 5
const megabyte = 1_000_000
/** A whole number of every roll-up's span, and a bit. */
const toMs = Math.floor(Date.UTC(2026, 5, 1) / (3 * 86_400_000)) * 3 * 86_400_000 + 40 * 3_600_000

/** What it costs to remember: writing it, opening it, and having it in memory. Each in a fresh process of its own. */
export const historyStore: Scenario = {
  name: 'history-store',
  async run(bench) {
    return inFolder(async (outDir) => {
      const program = await buildProgram(outDir)
      return [
        ...(await measureOpening(bench, program)),
        ...(await measureWriting(bench, program)),
        ...(await measureWeek(bench, program)),
      ]
    })
  },
}

async function measureOpening({ report }: Bench, program: string): Promise<readonly Row[]> {
  return inFolder(async (dir) => {
    report('  making 30 days of 100 containers')
    const { bytes } = await work<{ bytes: number }>(program, 'make', dir)
    const samples: number[] = []
    let seen = { againMs: 0, series: 0, steps: 0, missing: 0 }
    for (let opening = 0; opening < openings; opening += 1) {
      const answer = await work<typeof seen & { firstMs: number }>(program, 'ask', dir)
      samples.push(answer.firstMs)
      seen = answer
    }
    const { againMs, series, steps, missing } = seen
    return [
      {
        ...base,
        name: 'history: 30 days opened',
        ours: { kind: 'milliseconds', samples },
        limit: { kind: 'milliseconds', max: 300 },
        notes: [
          `from opening the file to the answer of the first question, in a fresh process: ${series} containers, ${steps} steps each, ${missing} without a value; the same question again ${againMs.toFixed(0)} ms`,
          `eight series of each of 100 containers take ${(bytes / megabyte).toFixed(0)} MB`,
        ],
      },
    ]
  })
}

async function measureWriting({ report }: Bench, program: string): Promise<readonly Row[]> {
  report('  writing what 150 containers use')
  const fast = await inFolder((dir) =>
    work<{ share: number; worstMs: number; p99Ms: number }>(program, 'write', dir),
  )
  const live = await inFolder((dir) => work<{ share: number }>(program, 'watch', dir))
  const limit = { kind: 'share', max: 0.005 } as const
  return [
    {
      ...base,
      name: 'history: writing, 2 h in one go',
      ours: { kind: 'share', samples: [fast.share] },
      limit,
      notes: [
        `of one core, for 150 containers with 8 values each a second, with all folding; a beat took ${fast.p99Ms.toFixed(1)} ms (p99), the longest ${fast.worstMs.toFixed(0)} ms`,
      ],
    },
    {
      ...base,
      name: 'history: writing, once a second',
      ours: { kind: 'share', samples: [live.share] },
      limit,
      notes: ['the same for half a minute as it is, from a new process on'],
    },
  ]
}

async function measureWeek({ report }: Bench, program: string): Promise<readonly Row[]> {
  report('  a week of 150 containers')
  type Week = { beforeBytes: number; mostBytes: number; bytes: number }
  const { beforeBytes, mostBytes, bytes } = await inFolder((dir) => work<Week>(program, 'week', dir))
  return [
    {
      ...base,
      name: 'history: MB of memory in a week',
      ours: { kind: 'count', samples: [mostBytes / megabyte] },
      limit: { kind: 'count', max: 150 },
      notes: [
        `the most that the whole process had at any hour, ${(beforeBytes / megabyte).toFixed(0)} MB of it before the first value; ${(bytes / megabyte).toFixed(0)} MB on the disk`,
      ],
    },
  ]
}

const base = { theirs: null, coldMs: null } as const

async function inFolder<Value>(use: (dir: string) => Promise<Value>): Promise<Value> {
  const dir = await mkdtemp(join(tmpdir(), 'switchyard-history-'))
  try {
    return await use(dir)
  } finally {
    await rm(dir, { recursive: true })
  }
}

const run = promisify(execFile)

/** As the product is built: reading TypeScript would take time and memory of its own. */
async function buildProgram(outDir: string): Promise<string> {
  const name = 'history-process'
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(import.meta.dirname, `${name}.ts`),
      target: 'node24',
      outDir,
      rolldownOptions: { output: { entryFileNames: '[name].mjs' } },
    },
  })
  return join(outDir, `${name}.mjs`)
}

async function work<Result>(program: string, what: string, stateDir: string): Promise<Result> {
  const { stdout } = await run(process.execPath, [
    ...(await nodeFlags()),
    program,
    what,
    stateDir,
    String(toMs),
  ])
  return JSON.parse(stdout) as Result
}

/** Those with which the launcher starts Node: one of them is about memory. */
async function nodeFlags(): Promise<readonly string[]> {
  const launcher = await readFile(join(import.meta.dirname, '../../../bin/switchyard'), 'utf8')
  const [, flags = ''] = /^exec "\$node" (.*) "\$entry"/m.exec(launcher) ?? []
  return flags.split(' ')
}
