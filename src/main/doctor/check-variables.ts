import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { formatCount } from '../../shared/format.ts'
import { parseEnvFile } from '../compose/env-file.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import { envFilesOf, exampleEndings, readEnvFileState } from '../secrets/variables/read-env-files.ts'
import type { Draft } from './draft.ts'

/**
 * Compares every `.env.example` (or `.env.sample`, `.env.template`) of the lab with the env file that it is the model of. What
 * another env file of the lab sets, as one with secrets does, or the shell, is not missing.
 */
export async function checkVariables(
  model: LabModel,
  shell: Readonly<Record<string, string | undefined>> = {},
): Promise<Draft[]> {
  const elsewhere = namesInUse(model, shell)
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
      const drafts = await checkFolder(folder, elsewhere)
      return stack ? drafts.map((draft) => ({ ...draft, stack: stack.name })) : drafts
    }),
  )
  return findings.flat()
}

/** Every variable that an env file of the lab sets, or the shell. */
function namesInUse(
  { lab }: LabModel,
  shell: Readonly<Record<string, string | undefined>>,
): ReadonlySet<string> {
  const files = new Set(lab.stacks.flatMap(({ project }) => envFilesOf(project)))
  const entries = [...files].flatMap((file) => readEnvFileState(file, null).entries)
  const ofShell = Object.keys(shell).filter((name) => shell[name] !== undefined)
  return new Set([...entries.map(({ name }) => name), ...ofShell])
}

async function checkFolder(folder: string, elsewhere: ReadonlySet<string>): Promise<Draft[]> {
  const names = await readdir(folder).catch(() => [])
  const examples = names.filter((name) => name.startsWith('.env') && exampleEndings.test(name))
  const findings = await Promise.all(examples.map((name) => checkExample(join(folder, name), elsewhere)))
  return findings.flat()
}

async function checkExample(example: string, elsewhere: ReadonlySet<string>): Promise<Draft[]> {
  const file = example.replace(exampleEndings, '')
  const exampleText = await readFile(example, 'utf8').catch(() => null)
  // A folder of that name, or a file that only others may read: nothing to compare with.
  if (exampleText === null) return []
  const inExample = parseEnvFile({ file: example, text: exampleText })
  const wanted = [...new Set(inExample.map(({ name }) => name))]
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
  const present = new Set(parseEnvFile({ file, text }).map(({ name }) => name))
  const missing = wanted.filter((name) => !present.has(name) && !elsewhere.has(name))
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
      place: { file: example, line: inExample.find(({ name }) => name === missing[0])?.place.line },
      advice: 'Add them, or take them out of the example.',
    },
  ]
}
