import { formatBytes, formatCount } from '../../../shared/format.ts'
import type { VolumeWorkEvent } from '../../../shared/storage.ts'
import { line, span, type Line } from './line.ts'
import { symbolOf, type Style } from './style.ts'

type Shown = Exclude<VolumeWorkEvent, { readonly type: 'progress' | 'warning' }>

/** What a backup or a restore has come to. */
export function renderVolumeWork(event: Shown, kind: 'backup' | 'restore', style: Style): Line[] {
  switch (event.type) {
    case 'phase':
      return [line(`${event.text}.`)]
    case 'cancelled':
      return [[span(`${symbolOf('warning', style)} Cancelled; nothing of it was kept.`, 'warning')]]
    case 'done': {
      const { volume, file, bytes, fileBytes, entries, sha256, safetyFile } = event
      const what = `${formatBytes(bytes)} in ${formatCount(entries, 'entry', 'entries')}`
      const packed = `${formatBytes(fileBytes)}, sha256 ${sha256.slice(0, 12)}`
      const sentence =
        kind === 'backup'
          ? `Backed up ${volume} (${what}) to ${file} (${packed})`
          : `Restored ${volume} (${what}) from ${file}`
      return [
        [span(`${symbolOf('ready', style)} `, 'ready'), span(sentence, 'strong')],
        ...(safetyFile === null ? [] : [line(`What it held before is in ${safetyFile}`)]),
      ]
    }
  }
}

/** `1.2 GiB of 3.4 GiB, 210 MiB/s`. */
export function describeProgress(
  { bytes, totalBytes }: Extract<VolumeWorkEvent, { readonly type: 'progress' }>,
  elapsedMs: number,
): string {
  const whole = totalBytes === null || totalBytes < bytes ? '' : ` of ${formatBytes(totalBytes)}`
  const rate = elapsedMs < 500 ? '' : `, ${formatBytes((bytes / elapsedMs) * 1000)}/s`
  return `${formatBytes(bytes)}${whole}${rate}`
}
