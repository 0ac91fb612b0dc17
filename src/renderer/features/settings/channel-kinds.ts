import type { ChannelKind } from '../../../shared/alerts.ts'

/** What each kind is called, and what its address looks like. */
export const channelKinds: Readonly<
  Record<ChannelKind, { readonly name: string; readonly example: string; readonly token: string }>
> = {
  webhook: {
    name: 'Webhook',
    example: 'https://example.org/hooks/lab',
    token: 'Token, sent as Authorization: Bearer (optional)',
  },
  ntfy: {
    name: 'ntfy',
    example: 'https://ntfy.sh/my-secret-topic',
    token: 'Access token (optional)',
  },
  gotify: {
    name: 'Gotify',
    example: 'https://gotify.example.org',
    token: 'Token of an application',
  },
}
