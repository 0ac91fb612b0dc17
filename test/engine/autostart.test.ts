import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { startHostMachine, type HostMachine } from './support/host-machine.ts'

const operator = 1000

const files = {
  'base/compose.yaml': `name: autostart-base
services:
  db:
    image: switchyard/fixture:1
    restart: unless-stopped
    healthcheck: { test: [CMD, test, -e, /run/ready], interval: 30s }
    stop_grace_period: 0s
`,
  'apps/compose.yaml': `name: autostart-apps
services:
  web:
    image: switchyard/fixture:1
    stop_grace_period: 0s
`,
  'switchyard.yaml': 'stacks: { apps: { needs: [base] } }',
}

describe('a lab that comes up with the machine', () => {
  let root: string
  let dir: string
  let machine: HostMachine

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'switchyard-autostart-'))
    dir = join(root, 'my $lab')
    for (const [name, text] of Object.entries(files)) {
      await mkdir(join(dir, name, '..'), { recursive: true })
      await writeFile(join(dir, name), text)
    }
    // Nobody looks at it here.
    await mkdir(join(root, 'page'))
    await writeFile(join(root, 'page', 'index.html'), '<!doctype html>')
    await execa('chown', ['-R', `${operator}:${operator}`, root])
    machine = await startHostMachine({
      engineVariables: inject('engineVariables'),
      mounts: [
        { from: root, to: root },
        { from: join(root, 'page'), to: '/opt/switchyard/out/renderer', isReadOnly: true },
      ],
    })
  })
  afterAll(async () => {
    await machine.stop()
    await rm(root, { recursive: true })
    const ids = (await docker('ps', '-aq', '--filter', 'name=autostart-')).split('\n')
    if (ids[0] !== '') await docker('rm', '--force', ...ids)
  })

  const asOperator = { user: 'operator', env: { HOME: '/home/operator', SWITCHYARD_HOST: 'off' } }
  const soon = { timeout: 30_000, interval: 100 }

  async function switchyard(...args: readonly string[]): Promise<string> {
    const said = await machine.switchyard(args, { ...asOperator, cwd: dir })
    expect([said.code, said.stderr]).toEqual([0, ''])
    return said.stdout
  }

  async function shell(script: string): Promise<string> {
    const env = { ...asOperator.env, XDG_RUNTIME_DIR: `/run/user/${operator}` }
    return (await machine.exec(['sh', '-c', script], { ...asOperator, env })).stdout.trim()
  }

  const unit = (property: string) => shell(`systemctl --user show switchyard --property=${property} --value`)
  const docker = async (...args: readonly string[]) => {
    const env = { ...process.env, ...inject('engineVariables') }
    return (await execa('docker', args, { env })).stdout
  }
  const running = async () =>
    (await docker('ps', '--filter', 'name=autostart-', '--format', '{{.Names}}')).split('\n').sort()

  it('is opened by a user unit, started in order once a boot, kept open, and removed without a trace', async () => {
    // As for somebody who is logged in: there is a manager of this user's services.
    await machine.exec(['loginctl', 'enable-linger', 'operator'])
    await vi.waitFor(
      async () => expect(await shell('systemctl --user is-system-running')).toBe('running'),
      soon,
    )

    const shown = await switchyard('autostart', 'enable', '--boot', '--start-lab', '--dry-run')
    expect(shown).toContain('A new file: /home/operator/.config/systemd/user/switchyard.service')
    expect(shown).toContain('Docker itself starts base/db in no order, because of their restart policy')
    expect(await shell('find /home/operator -name "*.service"')).toBe('')

    await switchyard('autostart', 'enable', '--boot', '--start-lab', '--yes')
    expect(await shell('systemd-analyze --user verify ~/.config/systemd/user/switchyard.service 2>&1')).toBe(
      '',
    )
    await vi.waitFor(async () => expect(await unit('ActiveState')).toBe('active'), soon)
    expect(await running()).toEqual([''])

    await machine.reboot()
    await vi.waitFor(
      async () => expect(await running()).toEqual(['autostart-apps-web-1', 'autostart-base-db-1']),
      soon,
    )
    const [web, db] = await Promise.all(
      ['autostart-apps-web-1', 'autostart-base-db-1'].map((name) =>
        docker('inspect', '--format', '{{.State.StartedAt}}', name),
      ),
    )
    expect(Date.parse(web ?? '')).toBeGreaterThan(Date.parse(db ?? ''))
    expect(await switchyard('autostart', 'status')).toBe(
      [
        `Switchyard opens when the machine boots, and starts the lab in ${dir} in its order.`,
        'It is running now.',
        'Its unit is /home/operator/.config/systemd/user/switchyard.service.',
        'The token in /home/operator/.config/switchyard/serve-token signs in to its page.',
        '',
      ].join('\n'),
    )

    // What the operator stops in the meantime stays so, although the service is started again.
    await docker('stop', 'autostart-apps-web-1')
    const before = await unit('MainPID')
    await shell(`kill -KILL ${before}`)
    const journal = async () => (await machine.exec(['journalctl', '--boot', '--no-pager'])).stdout
    await vi.waitFor(
      async () => expect(await journal()).toContain('was started since this boot already'),
      soon,
    )
    expect([await unit('ActiveState'), await unit('MainPID')]).not.toEqual(['active', before])
    expect(await running()).toEqual(['autostart-base-db-1'])
    // The journal is for others as well.
    expect(await journal()).not.toMatch(/\/enter#|127\.0\.0\.1:\d+\/#/)

    await switchyard('autostart', 'disable')
    expect(await shell('find ~/.config -type f -o -type l -o -name systemd')).toBe('')
    expect(await shell('systemctl --user list-units --all --plain --no-legend "switchyard*"')).toBe('')
    expect(await running()).toEqual(['autostart-base-db-1'])
  })
})
