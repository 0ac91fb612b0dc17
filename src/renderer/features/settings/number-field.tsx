import { useState } from 'react'

/** A whole number between two words; saved when it is left or Enter is pressed, and only when it is one within the bounds. */
export function NumberField({
  label,
  before,
  after,
  value,
  least,
  most,
  onChange,
}: {
  readonly label: string
  readonly before: string
  readonly after: string
  readonly value: number
  readonly least: number
  readonly most: number
  readonly onChange: (value: number) => void
}) {
  const [typed, setTyped] = useState<string | null>(null)
  const number = Number(typed)
  const isWrong = typed !== null && !(Number.isInteger(number) && number >= least && number <= most)
  const leave = () => {
    if (typed !== null && !isWrong && number !== value) onChange(number)
    setTyped(null)
  }
  return (
    <label className="inline-flex items-center gap-1.5 whitespace-nowrap">
      {before !== '' && <span aria-hidden>{before}</span>}
      <input
        aria-label={label}
        inputMode="numeric"
        autoComplete="off"
        value={typed ?? String(value)}
        aria-invalid={isWrong || undefined}
        title={isWrong ? `A whole number from ${least} to ${most}` : undefined}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key === 'Enter') leave()
          if (event.key !== 'Escape') return
          event.stopPropagation()
          setTyped(null)
        }}
        className="numeric h-6 w-12 rounded-6 border border-line-control bg-well px-1.5 text-right text-ink aria-invalid:border-failed"
      />
      <span aria-hidden>{after}</span>
    </label>
  )
}
