import { X } from 'lucide-react'
import { Dialog as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { useReturnFocus } from './return-focus.ts'

/** A window over the page. `footer` holds its actions, the way out first. */
export function Dialog({
  title,
  description,
  isOpen,
  onClose,
  children,
  footer,
  width = 480,
}: {
  readonly title: string
  readonly description?: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly children?: ReactNode
  readonly footer?: ReactNode
  readonly width?: number
}) {
  const returnFocus = useReturnFocus()
  return (
    <Primitive.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/.5)]" />
        <Primitive.Content
          {...returnFocus}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          style={{ width }}
          className="fixed top-[12vh] left-1/2 z-50 flex max-h-[76vh] max-w-[calc(100vw-32px)] -translate-x-1/2 flex-col rounded-12 bg-overlay shadow-2"
        >
          <div className="flex items-start gap-3 px-4 pt-4 pb-2">
            <div className="min-w-0 flex-1">
              <Primitive.Title className="text-15 font-semibold">{title}</Primitive.Title>
              {description !== undefined && (
                <Primitive.Description className="mt-1 text-ink-2">{description}</Primitive.Description>
              )}
            </div>
            <Primitive.Close asChild>
              <Button kind="ghost" size="small" aria-label="Close" icon={<X size={16} aria-hidden />} />
            </Primitive.Close>
          </div>
          <div className="min-h-0 overflow-auto px-4 py-2">{children}</div>
          {footer !== undefined && <div className="flex justify-end gap-2 px-4 pt-2 pb-4">{footer}</div>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
