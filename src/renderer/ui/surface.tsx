import type { ReactNode } from 'react'

/** A card with a heading; `end` stands at the right of it. */
export function Panel({
  title,
  end,
  children,
  className = '',
}: {
  readonly title: string
  readonly end?: ReactNode
  readonly children: ReactNode
  readonly className?: string
}) {
  return (
    <section aria-label={title} className={`min-w-0 rounded-8 border border-line bg-surface ${className}`}>
      <div className="flex h-[38px] items-center gap-2 px-3">
        <h2 className="min-w-0 truncate">{title}</h2>
        {end !== undefined && <div className="ml-auto flex items-center gap-2 text-12 text-ink-3">{end}</div>}
      </div>
      {children}
    </section>
  )
}

/** Names and values in two columns. */
export function KeyValues({ rows }: { readonly rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 gap-y-1 text-12/[18px]">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-3">{name}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Title, figures and actions of a page; the content below scrolls. */
export function PageHead({
  title,
  beside,
  above,
  children,
  actions,
}: {
  readonly title: ReactNode
  /** Stands on the line of the title. */
  readonly beside?: ReactNode
  readonly above?: ReactNode
  readonly children?: ReactNode
  readonly actions?: ReactNode
}) {
  return (
    <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-5 py-2 max-[1240px]:px-3.5">
      <div className="min-w-0">
        {above !== undefined && <div className="text-12 text-ink-3">{above}</div>}
        <div className="flex items-center gap-3">
          <h1 className="truncate">{title}</h1>
          {beside}
        </div>
      </div>
      {children}
      {actions !== undefined && <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}

/** What scrolls below the head of a screen: its panels, one under the other, not wider than they can be read. */
export function ScreenBody({
  label,
  isBusy,
  children,
}: {
  /** Where nothing in it takes the focus, it does itself, by this name: else no key would scroll it. */
  readonly label?: string
  /** What is shown is about to be another. */
  readonly isBusy?: boolean
  readonly children: ReactNode
}) {
  return (
    <div
      className="min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2"
      aria-busy={isBusy}
      {...(label === undefined ? {} : { tabIndex: 0, role: 'region', 'aria-label': label })}
    >
      <div className="grid max-w-[1368px] grid-cols-[minmax(0,1fr)] gap-4 p-5 max-[1240px]:p-3.5">
        {children}
      </div>
    </div>
  )
}

/** Nothing here: one sentence and one action. */
export function Empty({ children, action }: { readonly children: ReactNode; readonly action?: ReactNode }) {
  return (
    <div className="m-auto flex max-w-md flex-col items-center gap-3 p-8 text-center text-ink-2">
      <p>{children}</p>
      {action}
    </div>
  )
}

/** The real layout with flat bars, for what takes longer than a moment. */
export function Bones({ rows = 3 }: { readonly rows?: number }) {
  return (
    <div role="progressbar" className="grid gap-3 p-4" aria-busy="true" aria-label="Loading">
      {Array.from({ length: rows }, (_, index) => (
        <div
          key={index}
          className="h-2 rounded-2 bg-raised"
          style={{ width: `${90 - ((index * 23) % 40)}%` }}
        />
      ))}
    </div>
  )
}

/** A share of a whole, 0 to 1, with its name for those who cannot see it. */
export function Meter({
  share,
  label,
  className = 'bg-loading',
}: {
  readonly share: number
  readonly label: string
  readonly className?: string
}) {
  const percent = Math.round(Math.min(Math.max(share, 0), 1) * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      className="h-1 flex-1 overflow-hidden rounded-2 bg-line"
    >
      <div className={`h-full rounded-2 ${className}`} style={{ width: `${percent}%` }} />
    </div>
  )
}
