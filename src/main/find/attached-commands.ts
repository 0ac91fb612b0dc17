import type { z } from 'zod'
import type { execRequestSchema, oneOffRequestSchema } from '../../shared/finding.ts'
import { oneOffArguments } from '../compose/arguments.ts'
import type { LabModel, LabService } from '../run/facts/lab-model.ts'

/** `docker exec` in one container, as an argument array. Pure. */
export function execCommand(containerId: string, request: z.output<typeof execRequestSchema>): string[] {
  return [
    'docker',
    'exec',
    '--interactive',
    ...(request.tty ? ['--tty'] : []),
    ...settingsOf(request),
    containerId,
    ...request.command,
  ]
}

/** `docker compose run` without what the service depends on, as an argument array. Pure. */
export function oneOffCommand(
  { stack, service }: LabService,
  request: z.output<typeof oneOffRequestSchema>,
): string[] {
  const options = [
    ...(request.keep ? [] : ['--rm']),
    ...(request.tty ? [] : ['--no-TTY']),
    ...settingsOf(request),
  ]
  return ['docker', 'compose', ...oneOffArguments(stack.project, service.name, options, request.command)]
}

/** What must be up before a service, as targets: what it depends on, and the stacks that its own needs. Pure. */
export function needsOf(model: LabModel, { stack, service }: LabService): string[] {
  const own = model.services.filter((other) => other.stack.project.key === stack.project.key)
  const dependencies = service.dependsOn.flatMap(
    (dependency) => own.find((other) => other.ref.service === dependency.service)?.key ?? [],
  )
  return [...stack.needs, ...dependencies]
}

function settingsOf({
  user,
  workingDir,
  variables,
}: Pick<z.output<typeof oneOffRequestSchema>, 'user' | 'workingDir' | 'variables'>): string[] {
  return [
    ...(user === null ? [] : [`--user=${user}`]),
    ...(workingDir === null ? [] : [`--workdir=${workingDir}`]),
    ...variables.map((name) => `--env=${name}`),
  ]
}
