import { access, readFile } from 'node:fs/promises'
import { tryCommand } from './run-command.ts'

/**
 * Where another engine has made the host's firewall filter what passes within a bridge, and drop what it does not
 * know, containers of one network would not reach each other: then, and only then, adds one rule that lets pass what
 * goes from a network of `pool` to a network of `pool`. `mark` tells the rule from others.
 */
export async function allowWithinPool(pool: string, mark: string): Promise<void> {
  const filter = await findBridgeFilter()
  if (filter === undefined) return
  const rules = await filter('-S', 'FORWARD')
  if (rules.trim() === '-P FORWARD ACCEPT' || rules.includes(`--comment ${mark} `)) return
  await filter('-I', 'FORWARD', ...rule(pool, mark))
}

/** Takes back what `allowWithinPool` has added, if it has. */
export async function forgetPool(pool: string, mark: string): Promise<void> {
  const filter = await findBridgeFilter()
  if (filter === undefined) return
  const rules = await filter('-S', 'FORWARD')
  if (rules.split('\n').some((line) => line.includes(pool) && line.includes(`--comment ${mark} `))) {
    await filter('-D', 'FORWARD', ...rule(pool, mark))
  }
}

type Filter = (...args: readonly string[]) => Promise<string>

/** The host's own iptables, when bridges are filtered by it. */
async function findBridgeFilter(): Promise<Filter | undefined> {
  const setting = await readFile('/proc/sys/net/bridge/bridge-nf-call-iptables', 'utf8').catch(() => '0')
  if (setting.trim() !== '1') return undefined
  for (const folder of ['/usr/local/sbin', '/usr/sbin', '/sbin']) {
    const program = `${folder}/iptables`
    const found = await access(program).then(
      () => true,
      () => false,
    )
    if (found) return async (...args) => (await tryCommand(program, ['--wait', ...args])).stdout
  }
  return undefined
}

function rule(pool: string, mark: string): readonly string[] {
  return ['-s', pool, '-d', pool, '-m', 'comment', '--comment', mark, '-j', 'ACCEPT']
}
