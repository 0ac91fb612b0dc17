import { Switch as Primitive } from 'radix-ui'

/**
 * A switch shows what was asked for; the lamp beside it shows what is. So it is never green. `isPending`: asked, but the lamp
 * does not agree yet.
 */
export function Switch({
  label,
  isOn,
  isPending = false,
  disabled = false,
  size = 'normal',
  onChange,
}: {
  readonly label: string
  readonly isOn: boolean
  readonly isPending?: boolean
  readonly disabled?: boolean
  /** `small` is for rows of many; it is quieter as well. */
  readonly size?: 'normal' | 'small'
  readonly onChange: (isOn: boolean) => void
}) {
  const isSmall = size === 'small'
  const thumb = isPending
    ? 'bg-[linear-gradient(90deg,var(--line-control)_50%,transparent_50%)] shadow-[inset_0_0_0_1px_var(--line-control)]'
    : isOn
      ? isSmall
        ? 'bg-[#fff]'
        : 'bg-surface'
      : 'bg-line-control'
  return (
    <Primitive.Root
      checked={isOn}
      onCheckedChange={onChange}
      disabled={disabled}
      aria-label={label}
      aria-busy={isPending || undefined}
      className={`relative shrink-0 rounded-[9px] border border-line-control after:absolute after:-inset-x-0.5 after:-inset-y-1 disabled:opacity-50 ${
        isSmall
          ? 'h-4 w-[26px] data-[state=checked]:bg-line-control'
          : 'h-[18px] w-[30px] data-[state=checked]:border-ink-2 data-[state=checked]:bg-ink-2'
      }`}
    >
      <Primitive.Thumb
        className={`absolute top-[2px] left-[2px] ${isSmall ? 'size-2.5 data-[state=checked]:translate-x-2.5' : 'size-3 data-[state=checked]:translate-x-3'} rounded-full transition-transform duration-[160ms] ease-base ${thumb}`}
      />
    </Primitive.Root>
  )
}
