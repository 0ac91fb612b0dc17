import { execa } from 'execa'
import { z } from 'zod'
import packageJson from '../../package.json' with { type: 'json' }

/** What is said of a release in every package. */
export interface Release {
  readonly name: string
  readonly version: string
  /** One sentence, without its dot. */
  readonly summary: string
  readonly maintainer: string
  readonly homepage: string
  /** The time that everything in a package has. */
  readonly builtAt: Date
}

/**
 * The version of package.json, at the time of its last commit; `SOURCE_DATE_EPOCH`, `DEBFULLNAME` and `DEBEMAIL` say otherwise, as
 * for Debian's own tools, and `HOMEPAGE` where it is at home. Throws one sentence where neither git nor the variable tells a time.
 */
export async function readRelease(root: string, variables: NodeJS.ProcessEnv): Promise<Release> {
  const given = variables['SOURCE_DATE_EPOCH'] ?? (await readCommitTime(root))
  const seconds = z.coerce.number().int().nonnegative().safeParse(given)
  if (!seconds.success)
    throw new Error('SOURCE_DATE_EPOCH must say when this release was made, in seconds since 1970.')
  const name = variables['DEBFULLNAME'] ?? 'The Switchyard maintainers'
  return {
    name: packageJson.name,
    version: packageJson.version,
    summary: packageJson.description.replace(/\.$/, ''),
    maintainer: `${name} <${variables['DEBEMAIL'] ?? 'maintainers@switchyard.invalid'}>`,
    homepage: variables['HOMEPAGE'] ?? 'https://switchyard.invalid',
    builtAt: new Date(seconds.data * 1000),
  }
}

async function readCommitTime(root: string): Promise<string | undefined> {
  const { stdout } = await execa('git', ['log', '-1', '--format=%ct'], { cwd: root, reject: false })
  return stdout?.trim() || undefined
}
