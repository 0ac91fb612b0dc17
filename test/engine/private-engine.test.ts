import { execa } from 'execa'
import { expect, inject, it } from 'vitest'
import { type PrivateEngine, startPrivateEngine } from '../../scripts/engine/private-engine.ts'

it('a private engine that starts again has addresses that no other engine has', async () => {
  const start = (name: string) => startPrivateEngine({ instance: `${inject('engineInstance')}-${name}` })
  const before = await start('one')
  await before.stop()
  const other = await start('two')
  const again = await start('one')
  try {
    const subnets = await Promise.all([inject('engineVariables'), other.env, again.env].map(subnetsOf))
    expect(new Set(subnets.flat()).size).toBe(6)
    const blocks = subnets.map((own) => new Set(own.map((subnet) => subnet.split('.')[1])))
    expect(blocks.map(({ size }) => size)).toEqual([1, 1, 1])
  } finally {
    await forget(other, again)
  }
})

/** Of the default network and of one that the engine makes now, which takes the engine's first free block. */
async function subnetsOf(env: Readonly<Record<string, string>>): Promise<readonly string[]> {
  await execa('docker', ['network', 'create', 'made'], { env })
  const format = '{{(index .IPAM.Config 0).Subnet}}'
  const { stdout } = await execa('docker', ['network', 'inspect', 'bridge', 'made', '--format', format], {
    env,
  })
  await execa('docker', ['network', 'rm', 'made'], { env })
  return stdout.split('\n')
}

async function forget(...engines: readonly PrivateEngine[]): Promise<void> {
  for (const engine of engines) await engine.stop(true)
}
