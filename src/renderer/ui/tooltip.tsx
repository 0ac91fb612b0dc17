import { Tooltip as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'

/** A sentence on hover and on focus; never the only place where something is said. */
export function Tooltip({ text, children }: { readonly text: ReactNode; readonly children: ReactNode }) {
  return (
    <Primitive.Root delayDuration={400}>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          sideOffset={6}
          className="z-50 max-w-xs rounded-6 bg-overlay px-2 py-1 text-12 text-ink shadow-2"
        >
          {text}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
export const TooltipProvider = Primitive.Provider
