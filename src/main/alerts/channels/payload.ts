import type { Alert } from '../../../shared/alerts.ts'
import type { NoticeText } from '../notice-text.ts'
import { topicOf } from './address.ts'
import type { KeptChannel } from './channel-store.ts'

/** What is sent: the words, and the alerts themselves for who reads them by program. */
export interface Message extends NoticeText {
  readonly event: 'alert' | 'recovery' | 'test'
  readonly at: string
  readonly alerts: readonly Alert[]
}

export interface PostRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** ntfy makes an attachment of more than 4,096 bytes. Source: docs.ntfy.sh/publish. */
const longestBody = 3500

/** The one request that tells a channel. Pure. */
export function describeRequest(channel: KeptChannel, message: Message): PostRequest {
  switch (channel.kind) {
    case 'webhook':
      return {
        url: channel.address,
        headers: { ...json, ...bearer(channel) },
        body: JSON.stringify(describeForPrograms(message)),
      }
    case 'ntfy':
      return describeNtfy(channel, message)
    case 'gotify':
      return describeGotify(channel, message)
  }
}

const json = { 'content-type': 'application/json' }

function bearer({ token }: KeptChannel): Readonly<Record<string, string>> {
  return token === '' ? {} : { authorization: `Bearer ${token}` }
}

function describeForPrograms({ event, at, title, body, alerts }: Message): object {
  return { source: 'switchyard', event, at, title, body, alerts }
}

/** Source: docs.ntfy.sh/publish, "Publish as JSON": the topic is in the body, and the address is the server's own. */
function describeNtfy(channel: KeptChannel, { title, body, isRecovery, event }: Message): PostRequest {
  const url = new URL(channel.address)
  const topic = topicOf(url)
  url.pathname = url.pathname.slice(0, url.pathname.lastIndexOf('/') + 1)
  const isLoud = event === 'alert'
  return {
    url: url.href,
    headers: { ...json, ...bearer(channel) },
    body: JSON.stringify({
      topic,
      title,
      message: cut(body === '' ? title : body),
      priority: isLoud ? 4 : 3,
      tags: [isRecovery ? 'white_check_mark' : isLoud ? 'warning' : 'bell'],
    }),
  }
}

/** Source: gotify.net/docs/pushmsg: `POST /message`, with the token of an application in a header. */
function describeGotify(channel: KeptChannel, { title, body, event }: Message): PostRequest {
  const url = new URL(channel.address)
  url.pathname = `${url.pathname.replace(/\/$/, '')}/message`
  url.search = ''
  return {
    url: url.href,
    headers: { ...json, 'x-gotify-key': channel.token },
    body: JSON.stringify({
      title,
      message: cut(body === '' ? title : body),
      priority: event === 'alert' ? 8 : 4,
      extras: { 'client::display': { contentType: 'text/plain' } },
    }),
  }
}

function cut(text: string): string {
  const bytes = Buffer.from(text)
  // A character that is cut through decodes to a replacement character at the end.
  return bytes.length <= longestBody
    ? text
    : `${bytes
        .subarray(0, longestBody)
        .toString()
        .replace(/\ufffd+$/, '')}…`
}
