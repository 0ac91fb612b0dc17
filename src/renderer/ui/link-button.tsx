import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { buttonLook, type ButtonKind } from './button.tsx'

interface LinkButtonProps {
  readonly href: string
  readonly kind?: ButtonKind
  readonly size?: 'normal' | 'small'
  readonly icon?: ReactNode
  readonly children: ReactNode
}

/** A place of the page that looks like a button. */
export function LinkButton({ href, kind = 'default', size = 'normal', icon, children }: LinkButtonProps) {
  return (
    <Link href={href} className={buttonLook(kind, size)}>
      {icon}
      {children}
    </Link>
  )
}

/** Leaves the page, in a window of its own. Only http and https; anything else is shown as words. */
export function OutsideButton({ href, kind = 'default', size = 'normal', icon, children }: LinkButtonProps) {
  if (!isWebAddress(href)) return null
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" className={buttonLook(kind, size)}>
      {icon}
      {children}
    </a>
  )
}

/** An address outside in a line of text; what is no web address stays text. */
export function OutsideLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  if (!isWebAddress(href)) return <span className="min-w-0 break-words">{children}</span>
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      className="inline-flex min-h-6 min-w-0 items-center gap-1 break-words underline decoration-line-strong underline-offset-3 hover:decoration-current"
    >
      {children}
    </a>
  )
}

/** Whether a browser may be sent there: addresses come from files that anyone may have written. */
export function isWebAddress(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:')
}
