import { Field } from './field.tsx'

/** What destroys, or touches what is always-on, is confirmed by typing the name of it. */
export function TypedName({
  name,
  value,
  onChange,
  onEnter,
}: {
  readonly name: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onEnter: () => void
}) {
  return (
    <div className="grid gap-1.5">
      <p>
        Type <strong className="numeric break-all">{name}</strong> to confirm.
      </p>
      <Field
        label={`Type ${name} to confirm`}
        value={value}
        data-first-focus
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && onEnter()}
      />
    </div>
  )
}
