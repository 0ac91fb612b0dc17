import { formatMoment } from '../../../shared/format.ts'
import type { KindUse, StackUse, StorageUse, StorageView, VolumeView } from '../../../shared/storage.ts'
import {
  describeKindUse,
  describeVolumeUse,
  formatSize,
  storageNames,
} from '../../../shared/storage-words.ts'
import { line, type Line } from './line.ts'
import { symbolOf, type Style } from './style.ts'
import { alignColumns } from './table.ts'

/** What fills the engine's disk: by kind, by stack, and what can go. */
export function renderStorage(
  { kinds, stacks, warnings }: StorageView,
  style: Style,
  { nowMs, withServices }: { readonly nowMs: number; readonly withServices: boolean },
): Line[] {
  return [
    ...alignColumns(
      [heading(['KIND', 'SIZE', 'WHAT', 'MEASURED']), ...kinds.map((kind) => renderKind(kind, nowMs))],
      { right: [1] },
    ),
    ...kinds
      .flatMap(({ note }) => (note === null ? [] : [note]))
      .filter(isFirst)
      .map((note) => line(note, 'quiet')),
    ...(stacks.length === 0 ? [] : [[], ...renderStacks(stacks, withServices)]),
    ...warnings.map((warning) => line(`${symbolOf('warning', style)} ${warning}`, 'warning')),
  ]
}

function renderKind(kind: KindUse, nowMs: number): Line[] {
  return [
    line(storageNames[kind.kind]),
    line(formatSize(kind.bytes), kind.bytes === null ? 'quiet' : 'plain'),
    line(describeKindUse(kind)),
    line(kind.measuredAt === null ? '' : formatMoment(Date.parse(kind.measuredAt), nowMs), 'quiet'),
  ]
}

function renderStacks(stacks: readonly StackUse[], withServices: boolean): Line[] {
  const rows = stacks.flatMap((stack) => [
    [line(stack.stack, 'strong'), ...renderUse(stack)],
    ...(withServices
      ? stack.services.map((service) => [line(`  ${service.service}`), ...renderUse(service)])
      : []),
  ])
  return alignColumns(
    [heading(['STACK', 'IMAGES', 'OF THAT ALONE', 'VOLUMES', 'CONTAINERS', 'LOGS']), ...rows],
    {
      right: [1, 2, 3, 4, 5],
    },
  )
}

function renderUse({ imageBytes, ownImageBytes, volumeBytes, containerBytes, logBytes }: StorageUse): Line[] {
  return [imageBytes, ownImageBytes, volumeBytes, containerBytes, logBytes].map((bytes) =>
    line(formatSize(bytes), bytes === null || bytes === 0 ? 'quiet' : 'plain'),
  )
}

/** Volumes with who uses them. */
export function renderVolumes(volumes: readonly VolumeView[]): Line[] {
  if (volumes.length === 0) return [line('There are no volumes.')]
  const rows = volumes.map((volume) => [
    line(volume.name),
    line(formatSize(volume.bytes), volume.bytes === null ? 'quiet' : 'plain'),
    line(volume.stacks.join(', '), 'quiet'),
    line(`${describeVolumeUse(volume)}${volume.isAlwaysOn ? ', always-on' : ''}`),
  ])
  return alignColumns([heading(['VOLUME', 'SIZE', 'STACK', 'USE']), ...rows], { right: [1] })
}

function heading(names: readonly string[]): Line[] {
  return names.map((name) => line(name, 'quiet'))
}

function isFirst(text: string, index: number, all: readonly string[]): boolean {
  return all.indexOf(text) === index
}
