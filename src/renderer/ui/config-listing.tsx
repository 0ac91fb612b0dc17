import { memo, useMemo, useState, type FocusEvent, type KeyboardEvent } from 'react'
import type { ConfigLine } from '../../shared/detail.ts'
import { moveInList } from './list-keys.ts'
import { CopyButton } from './copy-button.tsx'
import { liveryOf, Tag } from './pill.tsx'
import { filesOf, placeToCopy, shortPath, shortPlace } from './places.ts'
import { tokenizeYaml, type YamlToken } from './yaml-tokens.ts'

/**
 * A configuration as Compose resolves it. Each line tells where it comes from when it is pointed at or has the focus; where
 * several files say it together, each has a colour. `dir` is the folder that places are told from.
 */
export function ConfigListing({
  lines,
  dir,
  label,
}: {
  readonly lines: readonly ConfigLine[]
  readonly dir: string
  readonly label: string
}) {
  const [active, setActive] = useState(0)
  const [pointed, setPointed] = useState<number | null>(null)
  const files = useMemo(() => filesOf(lines), [lines])
  const many = files.length > 1
  const digits = String(lines.length).length

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const next = moveInList(active, lines.length, event.key)
    if (next === null) return
    event.preventDefault()
    event.currentTarget.querySelector<HTMLElement>(`[data-line="${next}"]`)?.focus()
  }
  const onFocus = ({ target }: FocusEvent<HTMLElement>) => {
    const line = target.dataset['line']
    if (line !== undefined) setActive(Number(line))
  }
  return (
    <>
      {many && (
        <p className="flex flex-wrap gap-x-4 border-b border-line px-3 py-1.5 text-12 text-ink-2">
          {files.map((file, index) => (
            <Tag key={file} livery={index}>
              <span className="numeric">{shortPath(file, dir)}</span>
            </Tag>
          ))}
        </p>
      )}
      <ol
        aria-label={label}
        className="numeric overflow-x-auto bg-well py-2 text-12/[18px] last:rounded-b-8"
        onKeyDown={onKeyDown}
        onFocus={onFocus}
        onPointerLeave={() => setPointed(null)}
      >
        {lines.map((line, index) => (
          <Line
            key={index}
            line={line}
            index={index}
            digits={digits}
            dir={dir}
            livery={many && line.place ? files.indexOf(line.place.file) : null}
            isTabStop={index === Math.min(active, lines.length - 1)}
            isPointed={index === pointed}
            onPoint={setPointed}
          />
        ))}
      </ol>
    </>
  )
}

const colours: Record<YamlToken['kind'], string> = {
  plain: '',
  key: 'text-(--livery-denim)',
  string: 'text-(--livery-ochre)',
  comment: 'text-ink-3',
}

const Line = memo(function Line({
  line,
  index,
  digits,
  dir,
  livery,
  isTabStop,
  isPointed,
  onPoint,
}: {
  readonly line: ConfigLine
  readonly index: number
  readonly digits: number
  readonly dir: string
  readonly livery: number | null
  readonly isTabStop: boolean
  readonly isPointed: boolean
  readonly onPoint: (index: number) => void
}) {
  const { text, place } = line
  const [isFocused, setIsFocused] = useState(false)
  return (
    <li
      data-line={index}
      tabIndex={isTabStop ? 0 : -1}
      onPointerEnter={() => onPoint(index)}
      onFocus={() => setIsFocused(true)}
      onBlur={({ currentTarget, relatedTarget }) => setIsFocused(currentTarget.contains(relatedTarget))}
      className={`group/line relative flex min-w-max whitespace-pre focus-visible:-outline-offset-2 ${isPointed || isFocused ? 'bg-raised' : ''}`}
    >
      <span
        className="sticky left-0 mr-3 shrink-0 border-r-[3px] bg-well pr-2 pl-3 text-right text-ink-3 select-none group-hover/line:bg-raised group-focus-within/line:bg-raised"
        style={{
          width: `calc(${digits}ch + 23px)`,
          borderColor: livery === null ? 'transparent' : liveryOf(livery),
        }}
      >
        {index + 1}
      </span>
      <span className="pr-4">
        {tokenizeYaml(text).map((token, at) => (
          <span key={at} className={colours[token.kind]}>
            {token.text}
          </span>
        ))}
      </span>
      {(isPointed || isFocused) && (
        <span className="sticky right-0 -my-1 ml-auto flex h-[26px] items-center gap-0.5 self-center bg-raised pl-2 text-11 text-ink-2 select-none">
          {place ? shortPlace(place, dir) : 'added by Compose'}
          {place ? (
            <CopyButton text={placeToCopy(place)} label={`Copy place ${placeToCopy(place)}`} />
          ) : (
            <span className="w-2" />
          )}
        </span>
      )}
    </li>
  )
})
