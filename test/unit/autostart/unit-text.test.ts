import { describe, expect, it } from 'vitest'
import { carriedVariables, serveCommand } from '../../../src/main/autostart/serve-command.ts'
import { packagedUnitText, parseUnit, unitText } from '../../../src/main/autostart/unit-text.ts'
import type { AutostartWish } from '../../../src/shared/autostart.ts'
import { describeAutostart } from '../../../src/shared/autostart-words.ts'

const wish: AutostartWish = {
  dir: '/home/me/lab',
  environment: null,
  profiles: [],
  when: 'login',
  startLab: false,
}

describe('the unit of autostart', () => {
  it('runs the page of the lab, without a link in the journal, and is started again when it dies', () => {
    const command = serveCommand('/opt/switchyard/bin/switchyard', wish)
    expect(
      unitText({ command, environment: { PATH: '/usr/bin:/bin' }, wish, hasTurnedOnLinger: false }),
    ).toBe(
      `# Written by \`switchyard autostart enable\`; \`switchyard autostart disable\` removes it.
[Unit]
Description=Switchyard: page, schedules and alerts of a lab
StartLimitIntervalSec=600
StartLimitBurst=100

[Service]
Type=exec
ExecStart=/opt/switchyard/bin/switchyard serve --lab /home/me/lab --no-link
Environment=PATH=/usr/bin:/bin
Restart=on-failure
RestartSec=2
SuccessExitStatus=130
KillMode=mixed
TimeoutStopSec=60

[Install]
WantedBy=default.target

[X-Switchyard]
Wish={"dir":"/home/me/lab","environment":null,"profiles":[],"when":"login","startLab":false}
TurnedOnLinger=no
`,
    )
  })

  it('starts the lab with its environment and profiles when that is wanted', () => {
    const all = { ...wish, environment: 'prod', profiles: ['gpu', 'big'], startLab: true }
    expect(serveCommand('/bin/switchyard', all)).toEqual([
      '/bin/switchyard',
      'serve',
      ...['--lab', '/home/me/lab', '--env', 'prod', '--profile', 'gpu', '--profile', 'big'],
      ...['--no-link', '--start'],
    ])
  })

  it.each([
    ['/srv/my lab', '"/srv/my lab"'],
    ['/srv/$HOME', '"/srv/$$HOME"'],
    ['/srv/100%', '/srv/100%%'],
    ['/srv/"a"\\b', '"/srv/\\"a\\"\\\\b"'],
    ["/srv/it's; reboot", '"/srv/it\'s; reboot"'],
  ])('writes the folder %s so that systemd reads it as it is', (dir, written) => {
    const command = serveCommand('/bin/switchyard', { ...wish, dir })
    const text = unitText({ command, environment: {}, wish: { ...wish, dir }, hasTurnedOnLinger: true })
    expect(text).toContain(`ExecStart=/bin/switchyard serve --lab ${written} --no-link\n`)
    expect(parseUnit(text)).toEqual({ wish: { ...wish, dir }, hasTurnedOnLinger: true })
  })

  it('holds no control characters', () => {
    expect(() => serveCommand('/bin/switchyard', { ...wish, dir: '/srv/a\nExecStartPre=/bin/evil' })).toThrow(
      'No unit file can hold the name "/srv/a\\nExecStartPre=/bin/evil".',
    )
    const variables = { DOCKER_HOST: 'unix:///run/d.sock', PATH: '/bin\n', SECRET: 'x', TZ: '' }
    expect(carriedVariables(variables)).toEqual({ DOCKER_HOST: 'unix:///run/d.sock' })
  })

  it('is told from a unit of somebody else', () => {
    expect(parseUnit('[Service]\nExecStart=/bin/true\n')).toBe(null)
    expect(parseUnit('[Service]\n\n[X-Switchyard]\nWish={broken\n')).toBe(null)
  })
})

describe('the unit of a package', () => {
  it('is the same service for the lab that was used last, and is not taken for the operator’s own', () => {
    const text = packagedUnitText('/usr/bin/switchyard')
    const command = ['/usr/bin/switchyard', 'serve', '--no-link']
    const [, own = ''] = unitText({ command, environment: {}, wish, hasTurnedOnLinger: false }).split(
      /^(?=\[Unit\])/m,
    )
    expect(text.split(/^(?=\[Unit\])/m)[1]).toBe(own.split('\n[X-Switchyard]')[0])
    expect(parseUnit(text)).toBe(null)
  })

  it('is told apart from none at all', () => {
    const status = {
      unavailable: null,
      file: '/home/me/.config/systemd/user/switchyard.service',
      wish: null,
      isRunning: false,
      isLingering: false,
      tokenFile: null,
      notes: [],
    }
    expect(describeAutostart({ ...status, isEnabled: true })).toEqual([
      {
        text: 'Switchyard opens when you log in, by the unit of its package, with the lab that was used last.',
        isWarning: false,
      },
    ])
    expect(describeAutostart({ ...status, isEnabled: false })).toEqual([
      { text: 'Switchyard does not open by itself.', isWarning: false },
    ])
  })
})
