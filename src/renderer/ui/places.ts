import type { Place } from '../../shared/errors.ts'
import { formatPlace } from '../../shared/format.ts'

/** A path as it is read best from within a folder: `compose.yaml` below it, `../shared/.env` beside it, else as it is. */
export function shortPath(path: string, dir: string): string {
  const [own, base] = [segmentsOf(path), segmentsOf(dir)]
  const differs = base.findIndex((segment, index) => own[index] !== segment)
  const common = differs < 0 ? base.length : differs
  const ups = base.length - common
  // Further away than that, the whole path says more.
  if (common === 0 || ups > 2) return path
  return [...Array<string>(ups).fill('..'), ...own.slice(common)].join('/') || '.'
}

/** `compose.yaml:14`, with the path as it is read from `dir`. */
export function shortPlace(place: Place, dir: string): string {
  const file = shortPath(place.file, dir)
  return place.line === undefined ? file : `${file}:${place.line}`
}

/** The whole place, without the column: what editors open from a command line. */
export function placeToCopy({ file, line }: Place): string {
  return formatPlace(line === undefined ? { file } : { file, line })
}

/** Files that lines come from, in the order in which they are met first. */
export function filesOf(lines: readonly { readonly place: Place | null }[]): readonly string[] {
  return [...new Set(lines.flatMap(({ place }) => (place ? [place.file] : [])))]
}

function segmentsOf(path: string): readonly string[] {
  return path.split(/[\\/]/).filter((segment) => segment !== '')
}
