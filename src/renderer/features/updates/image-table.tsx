import { ArrowUpCircle } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { Link } from 'wouter'
import { servicePath } from '../../../shared/page-paths.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import {
  describeImageState,
  explainImageState,
  formatDigest,
  isOutdated,
} from '../../../shared/update-words.ts'
import type { ServiceImage } from '../../../shared/updates.ts'
import { moveInList } from '../../ui/list-keys.ts'
import { Signal } from '../../ui/signal.tsx'
import { cell, Table, type TableColumn, tableRow } from '../../ui/table.tsx'

const columns: readonly TableColumn[] = [
  { title: 'Choose', isHidden: true, width: '40px' },
  { title: 'Service' },
  { title: 'Image' },
  { title: 'Runs' },
  { title: 'State' },
]

/** The services of a lab with their images, each to be chosen for an update. */
export function ImageTable({
  services,
  chosen,
  onChoose,
}: {
  readonly services: readonly ServiceImage[]
  /** `stack/service`. */
  readonly chosen: ReadonlySet<string>
  readonly onChoose: (key: string, isChosen: boolean) => void
}) {
  return (
    <Table label="Images as a table" columns={columns} className="min-w-[720px]">
      <tbody onKeyDown={moveAmongChoices}>
        {services.map((image) => (
          <ImageRow key={formatServiceRef(image.service)} image={image} chosen={chosen} onChoose={onChoose} />
        ))}
      </tbody>
    </Table>
  )
}

/** Arrows lead from one checkbox to the next, as in other lists. */
function moveAmongChoices(event: KeyboardEvent<HTMLElement>): void {
  if (event.ctrlKey || event.altKey || event.metaKey || !(event.target instanceof HTMLInputElement)) return
  const choices = [...event.currentTarget.querySelectorAll('input')]
  const next = moveInList(choices.indexOf(event.target), choices.length, event.key)
  if (next === null) return
  event.preventDefault()
  choices[next]?.focus()
}

function ImageRow({
  image,
  chosen,
  onChoose,
}: {
  readonly image: ServiceImage
  readonly chosen: ReadonlySet<string>
  readonly onChoose: (key: string, isChosen: boolean) => void
}) {
  const { service, reference, digest, imageId, state } = image
  const key = formatServiceRef(service)
  const explained = explainImageState(image)
  const runs = digest ?? imageId
  return (
    <tr className={tableRow}>
      <td className={cell}>
        <input
          type="checkbox"
          className="mt-[1.5px] block accent-ink"
          aria-label={`Choose ${key}`}
          checked={chosen.has(key)}
          onChange={(event) => onChoose(key, event.target.checked)}
        />
      </td>
      <td className={cell}>
        <Link href={servicePath(service)} className="break-words underline-offset-3 hover:underline">
          {key}
        </Link>
      </td>
      <td className={`${cell} numeric [overflow-wrap:anywhere] text-ink-2`}>{reference ?? 'built here'}</td>
      <td className={`${cell} numeric text-ink-2`}>{runs === null ? '–' : formatDigest(runs)}</td>
      <td className={cell}>
        <span className="flex gap-2">
          <span className="mt-px w-3.5 shrink-0">
            <ImageSign image={image} />
          </span>
          <span className={`min-w-0 break-words ${isOutdated(image) ? 'font-medium' : 'text-ink-2'}`}>
            {describeImageState(state)}
            {explained !== null && <span className="block font-normal text-ink-3">{explained}</span>}
          </span>
        </span>
      </td>
    </tr>
  )
}

/** A newer image is an offer and no state, so it has no colour; where nothing is to be known, nothing stands. */
function ImageSign({ image }: { readonly image: ServiceImage }) {
  if (isOutdated(image)) return <ArrowUpCircle size={14} aria-hidden />
  if (image.state.kind === 'unknown') return <Signal state="unknown" label={null} size={14} />
  return image.state.kind === 'current' ? <Signal state="ready" label={null} size={14} /> : null
}
