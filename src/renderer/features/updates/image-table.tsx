import { Link } from 'wouter'
import { servicePath } from '../../actions/paths.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import {
  describeImageState,
  explainImageState,
  formatDigest,
  isOutdated,
} from '../../../shared/update-words.ts'
import type { ServiceImage } from '../../../shared/updates.ts'
import { Signal, type SignalState } from '../../ui/signal.tsx'

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
    <table className="w-full text-left text-12">
      <thead className="text-ink-3">
        <tr>
          <th className="w-8 px-3 py-1.5">
            <span className="sr-only">Choose</span>
          </th>
          <th className="px-2 font-normal">Service</th>
          <th className="px-2 font-normal">Image</th>
          <th className="px-2 font-normal">Runs</th>
          <th className="px-3 font-normal">State</th>
        </tr>
      </thead>
      <tbody>
        {services.map((image) => (
          <ImageRow key={formatServiceRef(image.service)} image={image} chosen={chosen} onChoose={onChoose} />
        ))}
      </tbody>
    </table>
  )
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
    <tr className="border-t border-line align-top">
      <td className="px-3 py-2">
        <input
          type="checkbox"
          className="accent-ink"
          aria-label={`Choose ${key}`}
          checked={chosen.has(key)}
          onChange={(event) => onChoose(key, event.target.checked)}
        />
      </td>
      <td className="px-2 py-2">
        <Link href={servicePath(service)} className="break-words hover:underline">
          {key}
        </Link>
      </td>
      <td className="numeric px-2 py-2 break-all text-ink-2">{reference ?? 'built here'}</td>
      <td className="numeric px-2 py-2 text-ink-2">{runs === null ? '–' : formatDigest(runs)}</td>
      <td className="px-3 py-2">
        <span className="flex gap-2">
          <Signal state={signalOfImage(image)} label={null} size={14} />
          <span className="min-w-0 break-words">
            {describeImageState(state)}
            {explained !== null && <span className="block text-ink-3">{explained}</span>}
          </span>
        </span>
      </td>
    </tr>
  )
}

function signalOfImage(image: ServiceImage): SignalState {
  if (isOutdated(image)) return 'loading'
  if (image.state.kind === 'unknown') return 'unknown'
  return image.state.kind === 'current' ? 'ready' : 'stopped'
}
