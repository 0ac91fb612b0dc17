import { describe, expect, test } from 'vitest'
import { openLink } from '../../../src/main/desktop/open-link.ts'
import { openTestCore } from './support/desktop-fixture.ts'
import { createStandIn } from './support/stand-in.ts'

describe('openLink', () => {
  test('opens pages of this machine in the operator’s browser', async () => {
    const { api, calls } = createStandIn()
    const { core } = await openTestCore()
    await openLink(api, core.client, 'http://localhost:3000/d/1')
    expect(calls).toEqual(['open http://localhost:3000/d/1'])
  })

  test('says what to do about a host that is not allowed, and opens it once it is', async () => {
    const { api, calls, questions } = createStandIn()
    const { core } = await openTestCore()
    await openLink(api, core.client, 'https://wiki.example.org/page')
    expect(calls).toEqual([])
    expect(questions).toEqual([
      {
        type: 'info',
        message: 'Switchyard does not open links to wiki.example.org.',
        detail:
          'https://wiki.example.org/page\n\nTo allow them, add wiki.example.org to the link hosts in Settings.',
        buttons: ['OK'],
      },
    ])
    await core.client.settings.update({ linkHosts: ['wiki.example.org'] })
    await openLink(api, core.client, 'https://wiki.example.org/page')
    expect(calls).toEqual(['open https://wiki.example.org/page'])
  })

  test.each(['file:///etc/passwd', 'javascript:alert(1)', 'http://localhost@example.com/', 'nonsense'])(
    'does nothing at all with %s',
    async (url) => {
      const { api, calls, questions } = createStandIn()
      const { core } = await openTestCore()
      await openLink(api, core.client, url)
      expect([calls, questions]).toEqual([[], []])
    },
  )
})
