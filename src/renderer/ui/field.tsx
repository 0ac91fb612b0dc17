import { type ComponentProps, type ReactNode, useId } from 'react'

export interface FieldProps extends ComponentProps<'input'> {
  readonly label: string
  readonly icon?: ReactNode
  /** What stands at the right, inside the frame. */
  readonly end?: ReactNode
}

/** One line of text to type. The label is read aloud; what is seen is the placeholder or a label beside it. */
export function Field({ label, icon, end, className = '', ...input }: FieldProps) {
  return (
    <label
      className={`flex h-[30px] min-w-0 items-center gap-2 rounded-6 border border-line-control bg-well px-2 text-ink-3 focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-focus ${className}`}
    >
      {icon}
      <span className="sr-only">{label}</span>
      <input
        spellCheck={false}
        autoComplete="off"
        {...input}
        className="min-w-0 flex-1 bg-transparent text-ink outline-none placeholder:text-ink-3"
      />
      {end}
    </label>
  )
}

export interface CheckedFieldProps extends FieldProps {
  /** What is wrong with what was typed, in a sentence. */
  readonly problem: string | null
  /** Buttons beside it. */
  readonly children: ReactNode
}

/** A field with its buttons, and below them what is wrong with what was typed. */
export function CheckedField({ problem, children, ...field }: CheckedFieldProps) {
  const problemId = useId()
  return (
    <>
      <div className="flex gap-2">
        <Field
          {...field}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : problemId}
        />
        {children}
      </div>
      {problem !== null && (
        <p id={problemId} role="alert" className="break-words text-failed-ink">
          {problem}
        </p>
      )}
    </>
  )
}
