import { ChevronDown, ChevronRight, ExternalLink } from 'lucide-react'
import { memo, useMemo, useState, type ReactNode } from 'react'
import type { StackView } from '../../../shared/lab.ts'
import { formatList } from '../../../shared/format.ts'
import { useLabPart } from '../../bridge/use-bridge.tsx'
import { describeCard, type Card } from './card.ts'
import { BrokenStack } from './broken-stack.tsx'
import { LampStrip } from './lamp-strip.tsx'
import type { Mark } from './mark.ts'
import type { Filter } from './rows.ts'
import { ServiceRow } from './service-row.tsx'
import { StackHead } from './stack-head.tsx'

export interface StackCardProps {
  readonly stack: StackView
  readonly filter: Filter
  readonly isSource: boolean
  readonly isEntry: boolean
  readonly isStrip: boolean
  readonly isLazy: boolean
  readonly mark: Mark
  readonly todayMs: number
}

/** A stack as a track: the rail enters at the head, and services stand on it. Drawn again only when its shape changes. */
export const StackCard = memo(function StackCard({
  stack,
  filter,
  isSource,
  isEntry,
  isStrip,
  isLazy,
  mark,
  todayMs,
}: StackCardProps) {
  const [isExpanded, setIsExpanded] = useState(false)
  const shape = useLabPart(({ state }) =>
    JSON.stringify(
      describeCard(
        stack,
        state?.status?.stacks.find(({ name }) => name === stack.name),
        { filter, isExpanded, isStrip },
      ),
    ),
  )
  const card = useMemo(() => JSON.parse(shape) as Card, [shape])
  if (card.isHidden) return null
  const isFoldable = isExpanded && (isStrip || stack.services.length > 8)
  return (
    <section
      aria-label={stack.name}
      data-stack={stack.name}
      data-off={card.isOff}
      className={`@container relative min-w-0 overflow-hidden rounded-8 border border-line bg-surface pb-1 ${isLazy ? '[contain-intrinsic-size:auto_120px] [content-visibility:auto]' : ''}`}
    >
      <StackHead
        name={stack.name}
        alwaysOn={stack.alwaysOn}
        isSource={isSource}
        isEntry={isEntry}
        isOff={card.isOff}
        mark={mark}
      />
      {card.isBroken && <BrokenStack stack={stack} />}
      {card.strip.length > 0 && (
        <LampStrip stack={stack.name} names={card.strip} onOpen={() => setIsExpanded(true)} />
      )}
      {card.rows.length > 0 && (
        <ul>
          {card.rows.map((name) => (
            <ServiceRow key={name} stack={stack.name} name={name} mark={mark} todayMs={todayMs} />
          ))}
        </ul>
      )}
      {card.folded > 0 && (
        <FoldRow isOpen={false} onToggle={() => setIsExpanded(true)}>
          {card.folded} more<span className="ml-auto text-ink-3">all ready</span>
        </FoldRow>
      )}
      {isFoldable && (
        <FoldRow isOpen onToggle={() => setIsExpanded(false)}>
          Show fewer
        </FoldRow>
      )}
      {!card.isBroken && card.rows.length + card.strip.length === 0 && <NothingActive stack={stack} />}
      <Links stack={stack} />
    </section>
  )
})

function FoldRow({
  isOpen,
  onToggle,
  children,
}: {
  readonly isOpen: boolean
  readonly onToggle: () => void
  readonly children: ReactNode
}) {
  const Icon = isOpen ? ChevronDown : ChevronRight
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      onClick={onToggle}
      className="flex h-8 w-full items-center gap-2.5 pr-2.5 pl-[15px] text-left text-ink-2 hover:bg-raised focus-visible:-outline-offset-2"
    >
      <Icon size={14} aria-hidden className="text-ink-3" />
      {children}
    </button>
  )
}

function NothingActive({ stack: { availableProfiles } }: { readonly stack: StackView }) {
  return (
    <p className="px-10 pb-2 text-12 text-ink-3">
      {availableProfiles.length === 0
        ? 'It has no services.'
        : `Nothing of it runs without a profile: ${formatList(availableProfiles, 4)}.`}
    </p>
  )
}

function Links({ stack: { links } }: { readonly stack: StackView }) {
  const safe = links.filter(({ url }) => /^https?:\/\//i.test(url))
  if (safe.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-1.5 py-1.5 pr-2.5 pl-10">
      {safe.map(({ name, url }) => (
        <li key={url} className="min-w-0">
          <a
            href={url}
            target="_blank"
            rel="noopener noreferrer"
            title={url}
            className="flex h-6 min-w-0 items-center gap-1 rounded-6 border border-line-strong px-1.5 text-12 text-ink-2 hover:bg-raised hover:text-ink"
          >
            <span className="truncate">{name}</span>
            <ExternalLink size={12} aria-hidden className="shrink-0 text-ink-3" />
          </a>
        </li>
      ))}
    </ul>
  )
}
