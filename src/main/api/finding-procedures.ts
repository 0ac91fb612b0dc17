import { formatServiceRef } from '../../shared/format.ts'
import { execCommand, needsOf, oneOffCommand } from '../find/attached-commands.ts'
import { findEverywhere } from '../find/find-everywhere.ts'
import { findListeners } from '../host/listeners.ts'
import { readTargetForm } from '../run/plan/match-services.ts'
import { containersForTargets } from '../run/plan/containers-for-targets.ts'
import { findOneService, parseTargets } from '../run/plan/select-targets.ts'
import { findRunningContainer } from './find-running-container.ts'
import { implementer } from './implementer.ts'
import { modelOf, projectNames, type Rooms } from './rooms.ts'

type Selection = Parameters<typeof modelOf>[1]

/** Services by name, pattern, label or port, and commands in their containers. */
export function findingProcedures(rooms: Rooms) {
  const { engine } = rooms
  const { finding } = implementer
  const look = async (selection: Selection) => {
    const model = await modelOf(rooms, selection)
    return { model, containers: await engine.listContainers(projectNames(model)) }
  }
  const lookFor = async (selection: Selection, targets: readonly string[]) => {
    const model = await modelOf(rooms, selection)
    return { model, containers: await containersForTargets(model, targets, engine) }
  }
  const lookForOne = async (selection: Selection, target: string) => {
    const { model, containers } = await lookFor(selection, [target])
    return { model, service: findOneService(model, target, containers) }
  }
  return {
    search: finding.search.handler(async ({ input: { text, ...selection } }) => {
      const form = readTargetForm(text)
      const ports = new Set(form?.kind === 'port' ? [form.port] : [])
      const [{ model, containers }, everyContainer, listeners] = await Promise.all([
        look(selection),
        engine.listEveryContainer(),
        engine.isLocal ? findListeners(ports) : [],
      ])
      return findEverywhere(model, text, { containers, everyContainer, listeners })
    }),
    targets: finding.targets.handler(async ({ input: { targets, ...selection } }) => {
      const { model, containers } = await lookFor(selection, targets)
      // A stack that Compose refuses can still be named.
      const names = targets.filter((target) => model.lab.stacks.some(({ name }) => name === target))
      const others = targets.filter((target) => !names.includes(target))
      const { stacks, services } = parseTargets(model, others, containers)
      return { targets: [...new Set([...names, ...stacks, ...services])] }
    }),
    service: finding.service.handler(async ({ input: { target, ...selection } }) => {
      const { service } = await lookForOne(selection, target)
      return { ref: service.ref }
    }),
    exec: finding.exec.handler(async ({ input }) => {
      const { model, containers } = await look(input)
      const service = findOneService(model, input.target, containers)
      const { id } = findRunningContainer(model, service, containers, 'command', input.index)
      return { ref: service.ref, command: execCommand(id, input), dir: service.stack.project.dir }
    }),
    oneOff: finding.oneOff.handler(async ({ input }) => {
      const { model, service } = await lookForOne(input, input.target)
      const needs = needsOf(model, service).filter((target) => target !== formatServiceRef(service.ref))
      return {
        ref: service.ref,
        command: oneOffCommand(service, input),
        dir: service.stack.project.dir,
        needs,
      }
    }),
  }
}
