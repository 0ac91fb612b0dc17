import type { LabLink } from '../../shared/links.ts'
import { SwitchyardError } from '../../shared/errors.ts'
import { collectAddresses } from '../links/collect-addresses.ts'
import { collectLinks } from '../links/collect-links.ts'
import { machineHost } from '../links/machine-host.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import { isWholeLab, parseTargets } from '../run/plan/select-targets.ts'
import { implementer } from './implementer.ts'
import { modelOf, projectNames, type Rooms } from './rooms.ts'

/** Where the services of a lab are reached. Files say it without an engine, too. */
export function linkProcedures(rooms: Rooms) {
  const { engine } = rooms
  const { links } = implementer
  const listOf = async (model: LabModel) => {
    const containers = await orNone(() => engine.listContainers(projectNames(model)))
    return { containers, links: collectLinks(model, containers, machineHost(engine.address)) }
  }
  return {
    list: links.list.handler(async ({ input: { targets, ...selection } }) => {
      const model = await modelOf(rooms, selection)
      const { containers, links: all } = await listOf(model)
      return all.filter(selects(model, targets, containers)).map((link) => ({ ...link }))
    }),
    check: links.check.handler(async ({ input: { ids, ...selection }, signal }) => {
      const { links: all } = await listOf(await modelOf(rooms, selection))
      return rooms.links.check(ids === null ? all : all.filter(({ id }) => ids.includes(id)), signal)
    }),
    addresses: links.addresses.handler(async ({ input: { targets, ...selection } }) => {
      const model = await modelOf(rooms, selection)
      const [containers, found] = await Promise.all([
        orNone(() => engine.listContainers(projectNames(model))),
        orNone(() => engine.listEveryContainer()),
      ])
      const isSelected = selects(model, targets, containers)
      return collectAddresses(model, containers, found, machineHost(engine.address))
        .map(({ network, services }) => ({
          network,
          services: services.filter(({ ref }) => isSelected(ref)),
        }))
        .filter(({ services }) => services.length > 0)
    }),
  }
}

function selects(
  model: LabModel,
  targets: readonly string[],
  containers: Parameters<typeof parseTargets>[2],
): (of: Pick<LabLink, 'stack' | 'service'>) => boolean {
  const parsed = parseTargets(model, targets, containers)
  return ({ stack, service }) =>
    isWholeLab(parsed) || parsed.stacks.has(stack) || parsed.services.has(`${stack}/${service ?? ''}`)
}

async function orNone<Item>(read: () => Promise<readonly Item[]>): Promise<readonly Item[]> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof SwitchyardError && error.code.startsWith('ENGINE_')) return []
    throw error
  }
}
