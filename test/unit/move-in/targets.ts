import type { GroupTarget } from '../../../src/main/move-in/model.ts'
import { proposeGroups } from '../../../src/main/move-in/propose-groups.ts'
import { readServices } from '../../../src/main/move-in/read-services.ts'
import { type ComposeSource, readSource } from '../../../src/main/move-in/source.ts'

/** A Compose file in `/lab`, and where its groups go. */
export function splitUp(
  text: string,
  wanted: Readonly<Record<string, string>> = {},
  options: { readonly isNumbered?: boolean; readonly into?: string } = {},
): { readonly source: ComposeSource; readonly targets: readonly GroupTarget[] } {
  const { isNumbered = false, into = '/lab' } = options
  const source = readSource('/lab/docker-compose.yml', text)
  const groups = proposeGroups(readServices(source), new Map(Object.entries(wanted)))
  const targets = groups.map((group, index) => ({
    group,
    file: isNumbered
      ? `${into}/0${index}-${group.name}/docker-compose.yml`
      : `${into}/docker-compose.${group.name}.yml`,
    project: isNumbered ? `lab-${group.name}` : 'lab',
  }))
  return { source, targets }
}
