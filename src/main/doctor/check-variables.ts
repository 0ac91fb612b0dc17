import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { parseEnv } from 'node:util'
import type { Place } from '../../shared/errors.ts'
import { formatCount } from '../../shared/format.ts'
import type { LabModel } from '../run/lab-model.ts'
import type { Draft } from './draft.ts'

/** Compares every `.env.example` (or `.env.sample`, `.env.template`) of the lab with the env file that it is the model of. */
export async function checkVariables(model: LabModel): Promise<Draft[]> {
  const folders = new Set([
    model.lab.dir,
    ...model.lab.stacks.flatMap(({ project }) => [
      project.dir,
      ...project.files.map((file) => dirname(file)),
    ]),
  ])
  const findings = await Promise.all(
    [...folders].map(async (folder) => {
      const stacks = model.lab.stacks.filter(({ project }) => project.dir === folder)
      const stack = stacks.length === 1 && folder !== model.lab.dir ? stacks[0] : undefined
      const drafts = await checkFolder(folder)
      return stack ? drafts.map((draft) => ({ ...draft, stack: stack.name })) : drafts
    }),
  )
  return findings.flat()
}

const exampleEndings = /\.(example|sample|template|dist)$/

async function checkFolder(folder: string): Promise<Draft[]> {
  const names = await readdir(folder).catch(() => [])
  const examples = names.filter((name) => name.startsWith('.env') && exampleEndings.test(name))
  const findings = await Promise.all(examples.map((name) => checkExample(join(folder, name))))
  return findings.flat()
}

async function checkExample(example: string): Promise<Draft[]> {
  const file = example.replace(exampleEndings, '')
  const exampleText = await readFile(example, 'utf8').catch(() => null)
  // A folder of that name, or a file that only others may read: nothing to compare with.
  if (exampleText === null) return []
  const wanted = Object.keys(parseEnv(exampleText))
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) {
    return [
      {
        check: 'env-files',
        about: file,
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
        about: file,
        level: 'ok',
        message: `${file} has what its example has (${formatCount(wanted.length, 'variable')}).`,
      },
    ]
  }
  return [
    {
      check: 'env-files',
      about: file,
      level: 'warning',
      message: `${file} lacks ${missing.join(', ')}, which its example has.`,
      place: placeIn(example, exampleText, missing[0] ?? ''),
      advice: 'Add them, or take them out of the example.',
    },
  ]
}

/** Where the example sets a variable. */
function placeIn(file: string, text: string, name: string): Place {
  const index = text
    .split(/\r?\n/)
    .findIndex((line) => /^\s*(?:export\s+)?([^=\s#]+)\s*=/.exec(line)?.[1] === name)
  return index < 0 ? { file } : { file, line: index + 1 }
}
