import type { Command } from '../../shared/detail.ts'
import {
  configArguments,
  downArguments,
  execArguments,
  logsArguments,
  stopArguments,
  upArguments,
} from '../compose/arguments.ts'
import type { ComposeProject } from '../compose/model.ts'

/** What a person types to do the same to one service by hand. `container` is its container's name. */
export function serviceCommands(project: ComposeProject, service: string, container: string): Command[] {
  return [
    { name: 'start', command: compose(upArguments(project, [service], { withDependencies: false })) },
    { name: 'stop', command: compose(stopArguments(project, [service])) },
    { name: 'logs', command: compose(logsArguments(project, [service])) },
    { name: 'shell', command: compose(execArguments(project, service, ['sh'])) },
    { name: 'inspect', command: ['docker', 'inspect', container] },
    { name: 'config', command: compose(configArguments(project, [service])) },
  ]
}

/** The same for a stack. No services: it is the whole project. */
export function stackCommands(project: ComposeProject, services: readonly string[]): Command[] {
  return [
    { name: 'start', command: compose(upArguments(project, services, { withDependencies: true })) },
    { name: 'stop', command: compose(stopArguments(project, services)) },
    { name: 'down', command: compose(downArguments(project, services)) },
    { name: 'config', command: compose(configArguments(project, services)) },
  ]
}

function compose(args: readonly string[]): string[] {
  return ['docker', 'compose', ...args]
}
