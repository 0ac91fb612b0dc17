import { relative } from 'node:path'
import type { MovedPort, MoveRow, MoveState } from '../../shared/move-in.ts'
import { besideName } from '../../shared/move-in-words.ts'
import type { ContainerSummary } from '../engine/model.ts'
import { loadLab } from '../lab/load-lab.ts'
import { selectEnvironment } from '../lab/select-environment.ts'
import { differingKeys } from './compare-configs.ts'
import { findCandidates } from './find-old.ts'
import { besideProjects, projectsOf, readSides } from './move-sides.ts'
import { readResolved, type ResolvedConfig, unite } from './resolved-config.ts'
import type { MoveRooms } from './rooms.ts'

/** Where a lab is on its way: what could be split, or old and new stacks side by side. */
export async function readMove(dir: string, rooms: MoveRooms): Promise<MoveState> {
  const lab = await loadLab({ dir, environment: null, profiles: [] }, rooms)
  if (!lab.splitFrom) {
    const candidates = await findCandidates(lab)
    return {
      candidates: candidates.map(({ file, services }) => ({ file: relative(dir, file), services })),
      split: null,
    }
  }
  const sides = await readSides(dir, rooms)
  const { from, models, isOneProject } = sides
  const projects = { old: [from.project], new: projectsOf(models.new), beside: besideProjects(models.new) }
  const beside = selectEnvironment(lab, besideName)
  const resolve = async (stacks: typeof lab.stacks) => {
    const all = [...new Map(stacks.map(({ project }) => [project.key, project])).values()]
    return unite(await Promise.all(all.map((project) => readResolved(rooms.compose, project, dir))))
  }
  const [containers, old, fresh, laid] = await Promise.all([
    rooms.engine.listContainers([...new Set([...projects.old, ...projects.new, ...projects.beside])]),
    resolve(models.old.lab.stacks),
    resolve(lab.stacks),
    resolve(beside.stacks),
  ])
  const of = (names: readonly string[]) =>
    containers.filter(({ project, isOneOff }) => names.includes(project) && !isOneOff)
  const own = { old: of(projects.old), new: of(projects.new), beside: of(projects.beside) }
  const running = (list: readonly ContainerSummary[]) =>
    list.filter(({ state }) => state === 'running').length
  return {
    candidates: [],
    split: {
      file: relative(dir, from.file),
      project: from.project,
      isOneProject,
      oldRunning: running(own.old),
      newRunning: running(own.new),
      besideRunning: running(own.beside),
      rows: [...compareSides({ old, fresh, laid }, own, running(own.beside) > 0)],
      ports: [...comparePorts(old, laid)],
    },
  }
}

/** A row for each service. Compared is what runs on trial, or else the new stacks. Pure. */
export function compareSides(
  configs: { readonly old: ResolvedConfig; readonly fresh: ResolvedConfig; readonly laid: ResolvedConfig },
  own: Readonly<Record<'old' | 'new' | 'beside', readonly ContainerSummary[]>>,
  isTrial: boolean,
): readonly MoveRow[] {
  const now = isTrial ? configs.laid : configs.fresh
  return Object.keys(configs.old.services)
    .toSorted()
    .map((service) => ({
      service,
      old: sideState(own.old, service),
      new: sideState(own.new, service),
      beside: sideState(own.beside, service),
      differences: [...differingKeys(configs.old.services[service] ?? {}, now.services[service] ?? {})],
    }))
}

/** Where each published port is in the environment `beside`. Pure. */
export function comparePorts(old: ResolvedConfig, laid: ResolvedConfig): readonly MovedPort[] {
  return Object.entries(old.services).flatMap(([service, config]) => {
    const after = portsOf(laid.services[service])
    return portsOf(config).flatMap(({ target, at }, index) => {
      const to = after[index]?.at
      return to === undefined ? [] : [{ service, target, from: at, to }]
    })
  })
}

interface WrittenPort {
  readonly target?: number
  readonly published?: string
  readonly protocol?: string
  readonly host_ip?: string
}

function portsOf(service: Readonly<Record<string, unknown>> | undefined): { target: string; at: string }[] {
  const ports = service?.['ports']
  if (!Array.isArray(ports)) return []
  return (ports as readonly WrittenPort[]).flatMap(
    ({ target, published, protocol = 'tcp', host_ip: address }) => {
      if (published === undefined) return []
      return [
        {
          target: `${target}/${protocol}`,
          at: address === undefined ? published : `${address}:${published}`,
        },
      ]
    },
  )
}

function sideState(containers: readonly ContainerSummary[], service: string): MoveRow['old'] {
  const found = containers.find((container) => container.service === service)
  if (!found) return null
  const { state, health, exitCode, image } = found
  const words = health === null ? state : `${state}, ${health}`
  return { state: state === 'exited' ? `stopped (exit ${exitCode ?? '?'})` : words, image }
}
