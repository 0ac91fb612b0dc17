import { describe, expect, it } from 'vitest'
import type { Alert } from '../../../src/shared/alerts.ts'
import { renderAlerts } from '../../../src/main/cli/render/alerts.ts'
import { plainStyle } from '../../../src/main/cli/render/style.ts'
import { at, startMs } from './support/examples.ts'
import { block, textOf } from './support/text.ts'

const alert: Alert = {
  id: 'a',
  kind: 'unhealthy',
  subject: { kind: 'service', dir: '/lab', lab: 'home', stack: 'ai', service: 'sglang' },
  text: 'is unhealthy: no answer',
  openedAt: at(-192_000),
  closedAt: null,
  ending: null,
  log: ['one', 'two', 'three', 'four', 'five', '\u001b[31msix'],
  runId: null,
  isDismissed: false,
  mutedUntil: null,
}
const disk: Alert = {
  ...alert,
  id: 'b',
  kind: 'disk',
  subject: { kind: 'host', name: '/srv' },
  text: 'is more than 90 % full',
  openedAt: at(-60_000),
  log: [],
}

describe('switchyard alerts', () => {
  it('shows open alerts with the end of their logs, and those that are over', () => {
    const over = { ...disk, closedAt: at(-1000), ending: 'is below its limit again, after 59s' }
    const list = { open: [alert, disk], closed: [over], watchedBy: 'another', notice: null } as const
    const text = textOf(renderAlerts({ ...list, open: [...list.open], closed: [over] }, plainStyle, startMs))
    expect(text.replace(/\d\d:\d\d:\d\d/, 'HH:MM:SS')).toBe(
      block`
        ✗  ai/sglang  is unhealthy: no answer, for 3m 12s
             two
             three
             four
             five
             six
        ✗  /srv       is more than 90 % full, for 1m 00s
        2 open alerts.

        Over:
        HH:MM:SS  /srv  is below its limit again, after 59s
      `,
    )
  })

  it('says when there are none, and when nobody watches', () => {
    const list = {
      open: [{ ...alert, isDismissed: true }],
      closed: [],
      watchedBy: 'nobody',
      notice: null,
    } as const
    expect(textOf(renderAlerts({ ...list, open: [...list.open], closed: [] }, plainStyle, startMs))).toBe(
      block`
        No open alerts.
        Nobody watches now: alerts are raised while \`switchyard serve\` or the desktop app is there.
      `,
    )
  })
})
