import type { Command } from 'commander'
import type { Session } from '../session.ts'

export function addGpuCommand(program: Command, session: Session): void {
  const gpu = program
    .command('gpu')
    .summary('Who claims the GPUs, and what they really use')
    .description('Show the GPUs, which services of the lab claim what of them, and what they really use')
    .addHelpText('after', examples)
  gpu.action(() =>
    session.perform(gpu, async ({ client, selection, terminal, isJson }) => {
      const { renderGpuState } = await import('../render/gpu.ts')
      const state = await client.gpu.state(selection)
      if (isJson) terminal.printJson(state)
      else terminal.print(renderGpuState(state, terminal.style))
      return 0
    }),
  )

  const unload = gpu
    .command('unload')
    .summary('Ask a service to give its GPU memory back')
    .description('Ask a running service to give its GPU memory back, as switchyard.yaml says; it runs on')
    .argument('<service>', 'stack/service, or the name of the service alone')
    .addHelpText('after', unloadExamples)
  unload.action((target: string) =>
    session.perform(unload, async ({ client, selection, terminal, isJson }) => {
      const { describeUnloaded } = await import('../../../shared/gpu-words.ts')
      const { findClaim } = await import('../find-claim.ts')
      const { line } = await import('../render/line.ts')
      const service = findClaim(target, (await client.gpu.state(selection)).claims)
      const unloaded = await client.gpu.unload({ ...selection, service })
      if (isJson) terminal.printJson({ service, ...unloaded })
      else terminal.print([line(describeUnloaded(service, unloaded))])
      return 0
    }),
  )
}

const examples = `
Claims are written under \`gpu\` of a stack in switchyard.yaml.

Example:
  $ switchyard gpu
  $ switchyard gpu --json | jq '.claims[]'
  $ switchyard gpu unload ai/comfyui`

const unloadExamples = `
Example:
  $ switchyard gpu unload ai/comfyui`
