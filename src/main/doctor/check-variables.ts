import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { parseEnv } from 'node:util'
import type { Finding } from '../../shared/doctor.ts'
import type { LabModel } from '../run/lab-model.ts'

/** Compares every `.env.example` (or `.env.sample`, `.env.template`) of the lab with the env file that it is the model of. */
export async function checkVariables(model: LabModel): Promise<Finding[]> {
  const folders = new Set([
    model.lab.dir,
    ...model.lab.stacks.flatMap(({ project }) => [
      project.dir,
      ...project.files.map((file) => dirname(file)),
    ]),
  ])
  const findings = await Promise.all([...folders].map(checkFolder))
  const all = findings.flat()
  return all.length > 0 || folders.size === 0 ? all : []
}

const exampleEndings = /\.(example|sample|template|dist)$/

async function checkFolder(folder: string): Promise<Finding[]> {
  const names = await readdir(folder).catch(() => [])
  const examples = names.filter((name) => name.startsWith('.env') && exampleEndings.test(name))
  const findings = await Promise.all(examples.map((name) => checkExample(join(folder, name))))
  return findings.flat()
}

async function checkExample(example: string): Promise<Finding[]> {
  const file = example.replace(exampleEndings, '')
  const wanted = Object.keys(parseEnv(await readFile(example, 'utf8')))
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) {
    return [
      {
        check: 'env-files',
        level: 'warning',
        message: `${file} does not exist, but there is an example of it.`,
        place: { file: example },
        advice: 'Copy the example and fill in its values.',
        // Another name, like .env.infisical, would take the place of the .env that works.
        ...(basename(file) === '.env'
          ? { fix: { kind: 'copy-file', from: example, to: file } as const }
          : {}),
      },
    ]
  }
  const present = parseEnv(text)
  const missing = wanted.filter((name) => !(name in present))
  if (missing.length === 0) {
    return [
      {
        check: 'env-files',
        level: 'ok',
        message: `${file} has all ${wanted.length} variables of its example.`,
      },
    ]
  }
  return [
    {
      check: 'env-files',
      level: 'warning',
      message: `${file} lacks ${missing.join(', ')}, which its example has.`,
      place: { file },
      advice: 'Add them, or take them out of the example.',
    },
  ]
}
