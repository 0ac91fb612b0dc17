import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Problem, SwitchyardError } from '../../shared/errors.ts'
import type { SplitDifference } from '../../shared/move-in.ts'
import type { ComposeProject } from '../compose/model.ts'
import { isOutsideNetwork } from './build-files.ts'
import { compareConfigs } from './compare-configs.ts'
import type { OldSide } from './find-old.ts'
import type { GroupTarget } from './model.ts'
import { groupsByService } from './propose-groups.ts'
import { readResolved, type ResolvedConfig, unite } from './resolved-config.ts'
import type { MoveRooms } from './rooms.ts'
import type { ComposeSource } from './source.ts'

interface ProofFacts {
  readonly old: OldSide
  readonly config: ResolvedConfig
  readonly source: ComposeSource
  readonly targets: readonly GroupTarget[]
  readonly isNumbered: boolean
  readonly envFiles: readonly string[]
  readonly built: readonly { readonly file: string; readonly text: string }[]
}

/** Lets Compose resolve the new files, from a folder that only this user can read, and compares. */
export async function proveSplit(
  facts: ProofFacts,
  { compose }: Pick<MoveRooms, 'compose'>,
  problems: Problem[],
): Promise<{ readonly differences: SplitDifference[] | null; readonly united: ResolvedConfig | null }> {
  const { old, config, source, targets, isNumbered, envFiles, built } = facts
  const drafts = await mkdtemp(join(tmpdir(), 'switchyard-split-'))
  try {
    const files = await Promise.all(
      built.map(async ({ text }, index) => {
        const file = join(drafts, `${index}.yml`)
        await writeFile(file, text, { mode: 0o600 })
        return file
      }),
    )
    const project = (dir: string, name: string, own: readonly string[]): ComposeProject => ({
      key: name,
      name,
      dir,
      files: own,
      envFiles,
      profiles: [],
    })
    const projects = isNumbered
      ? targets.map(({ file, project: name }, index) => project(dirname(file), name, [files[index] ?? '']))
      : [project(dirname(targets[0]?.file ?? ''), old.project.name, files)]
    const united = unite(
      await Promise.all(projects.map((one) => readResolved(compose, one, old.project.dir))),
    )
    const outsideNetworks = new Set(
      Object.keys(config.networks).filter((name) => isOutsideNetwork(name, { source, targets })),
    )
    const groupOf = groupsByService(targets.map(({ group }) => group))
    const differences = compareConfigs(config, united, { isNumbered, groupOf, outsideNetworks })
    for (const { what, why } of differences)
      if (why === null)
        problems.push({
          code: 'COMPOSE_FILE_INVALID',
          message: `The new files would not mean the same: ${what}`,
          place: { file: old.file },
          hint: 'Nothing is written as long as that is so; please move the service, or write it more plainly.',
        })
    return { differences: [...differences], united }
  } catch (error) {
    if (!(error instanceof SwitchyardError)) throw error
    problems.push(
      ...error.problems.map((problem) => ({
        ...problem,
        message: `Of the new files, ${problem.message}`,
        place: { file: old.file },
      })),
    )
    return { differences: null, united: null }
  } finally {
    await rm(drafts, { recursive: true, force: true })
  }
}
