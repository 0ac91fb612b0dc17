import { Loader } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'

export type ButtonKind = 'primary' | 'default' | 'ghost' | 'danger'

const base =
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-6 border font-medium whitespace-nowrap transition-colors duration-[90ms] select-none disabled:text-ink-3 disabled:border-line disabled:bg-transparent aria-disabled:text-ink-3'

const kinds: Record<ButtonKind, string> = {
  primary: 'border-transparent bg-ink text-ink-inverse hover:bg-ink-2 active:bg-ink-3',
  default: 'border-line-control bg-transparent text-ink hover:bg-raised active:bg-overlay',
  ghost: 'border-transparent bg-transparent text-ink-2 hover:bg-raised hover:text-ink active:bg-overlay',
  danger: 'border-failed bg-transparent text-failed-ink hover:bg-raised active:bg-overlay',
}

const shapes = { small: 'h-6 px-2 text-12', normal: 'h-[30px] px-3' } as const

/** The classes of a button with words, for what is a link. */
export function buttonLook(kind: ButtonKind, size: 'normal' | 'small'): string {
  return `${base} ${kinds[kind]} ${shapes[size]}`
}

export interface ButtonProps extends ComponentProps<'button'> {
  readonly kind?: ButtonKind
  readonly size?: 'normal' | 'small'
  readonly icon?: ReactNode
  /** Work goes on: the icon turns into a pie and the button takes no clicks, with its width kept. */
  readonly isBusy?: boolean
}

/** At most one `primary` a screen. Without children it is an icon button and needs an `aria-label`. */
export function Button({
  kind = 'default',
  size = 'normal',
  icon,
  isBusy = false,
  children,
  className = '',
  disabled,
  onClick,
  ...rest
}: ButtonProps) {
  const shape = children === undefined ? (size === 'small' ? 'size-6' : 'size-[30px]') : shapes[size]
  return (
    <button
      type="button"
      title={children === undefined ? rest['aria-label'] : undefined}
      {...rest}
      className={`${base} ${kinds[kind]} ${shape} ${className}`}
      disabled={disabled}
      aria-busy={isBusy || undefined}
      onClick={isBusy ? undefined : onClick}
    >
      {isBusy ? <Loader size={size === 'small' ? 14 : 16} aria-hidden /> : icon}
      {children}
    </button>
  )
}
