import type { ReactNode } from 'react'
import type { ServiceDetail } from '../../../shared/detail.ts'
import { formatMoment } from '../../../shared/format.ts'
import { useNow } from '../../bridge/use-now.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { KeyValues, Panel } from '../../ui/surface.tsx'
import { ImageHistory } from './image-history.tsx'
import { formatSize } from './words.ts'

/** The image and the container that was made of it. */
export function ImagePanel({
  detail: { ref, image, container },
  isConnected,
}: {
  readonly detail: ServiceDetail
  readonly isConnected: boolean
}) {
  const nowMs = useNow(60_000)
  const moment = (at: string) => formatMoment(Date.parse(at), nowMs)
  const rows: (readonly [string, ReactNode])[] = []
  if (image.reference !== null)
    rows.push(['Image', <Copied key="i" text={image.reference} what="image name" />])
  if (image.digest !== null) rows.push(['Digest', <Copied key="d" text={image.digest} what="digest" isId />])
  else if (image.id !== null) rows.push(['Id', <Copied key="d" text={image.id} what="image id" isId />])
  if (image.createdAt !== null || image.sizeBytes !== null) {
    const parts = [
      image.createdAt === null ? null : moment(image.createdAt),
      image.sizeBytes === null ? null : formatSize(image.sizeBytes),
    ]
    rows.push([image.createdAt === null ? 'Size' : 'Made', parts.filter(Boolean).join(', ')])
  }
  if (container) {
    rows.push(['Container', <Copied key="c" text={container.name} what="container name" />])
    rows.push(['Container id', <Copied key="n" text={container.id} what="container id" isId />])
    if (container.startedAt !== null) {
      rows.push(['Restarts', `${container.restartCount} since ${moment(container.startedAt)}`])
    }
    if (container.finishedAt !== null) {
      rows.push(['Ended', `${moment(container.finishedAt)}, exit ${container.exitCode ?? 'unknown'}`])
    }
    if (container.oomKilled) rows.push(['Killed', 'It used more memory than it may.'])
  } else {
    rows.push(['Container', isConnected ? 'none' : 'not known, Docker does not answer'])
  }
  if (image.id === null) rows.push(['Here', isConnected ? 'not pulled or built yet' : 'not known'])
  return (
    <Panel title="Image">
      <div className="px-3 pb-3">
        <KeyValues rows={rows} />
      </div>
      <ImageHistory service={ref} />
    </Panel>
  )
}

function Copied({
  text,
  what,
  isId = false,
}: {
  readonly text: string
  readonly what: string
  readonly isId?: boolean
}) {
  return (
    <span className="-my-0.5 flex items-center gap-1">
      <span className="numeric min-w-0 truncate" title={text}>
        {isId ? shortId(text) : text}
      </span>
      <CopyButton text={text} label={`Copy the ${what}`} />
    </span>
  )
}

/** `sha256:9f2c41d07be8…a63e5c`: enough to tell two apart. */
function shortId(text: string): string {
  const [, prefix = '', id = ''] = /^(.*?(?:sha256:)?)([0-9a-f]{24,})$/.exec(text) ?? []
  return id === '' ? text : `${prefix.replace(/^.*@/, '')}${id.slice(0, 12)}…${id.slice(-6)}`
}
