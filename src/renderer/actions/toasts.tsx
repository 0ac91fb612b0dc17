import { X } from 'lucide-react'
import { Toast } from 'radix-ui'
import { createContext, use, useCallback, useState, type ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { Key } from '../ui/menu.tsx'
import { Signal, type SignalState } from '../ui/signal.tsx'

export interface ToastMessage {
  readonly state: SignalState
  readonly text: string
  readonly action?: {
    readonly label: string
    /** The key that does the same, as it is shown. */
    readonly shortcut?: string
    readonly onClick: () => void
  }
}

const ToastContext = createContext<(message: ToastMessage) => void>(() => undefined)

/** Short words about what just happened; failures stay until they are closed. */
export function useToast(): (message: ToastMessage) => void {
  return use(ToastContext)
}

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [messages, setMessages] = useState<readonly (ToastMessage & { id: number })[]>([])
  const show = useCallback((message: ToastMessage) => {
    setMessages((current) => [...current.slice(-3), { ...message, id: Date.now() + Math.random() }])
  }, [])
  return (
    <ToastContext value={show}>
      <Toast.Provider swipeDirection="right" label="Notice">
        {children}
        {messages.map(({ id, state, text, action }) => (
          <Toast.Root
            key={id}
            type={state === 'failed' ? 'foreground' : 'background'}
            duration={state === 'failed' ? 60_000 : 7000}
            onOpenChange={(isOpen) => {
              if (!isOpen) setMessages((current) => current.filter((other) => other.id !== id))
            }}
            className="flex items-center gap-3 rounded-8 bg-overlay p-3 shadow-2"
          >
            <Signal state={state} />
            <Toast.Description className="min-w-0 flex-1 break-words">{text}</Toast.Description>
            {action && (
              <Toast.Action asChild altText={action.label}>
                <Button size="small" onClick={action.onClick}>
                  {action.label}
                  {action.shortcut !== undefined && <Key>{action.shortcut}</Key>}
                </Button>
              </Toast.Action>
            )}
            <Toast.Close asChild>
              <Button kind="ghost" size="small" aria-label="Close" icon={<X size={14} aria-hidden />} />
            </Toast.Close>
          </Toast.Root>
        ))}
        <Toast.Viewport
          label="Notices ({hotkey})"
          className="fixed right-4 bottom-4 z-50 flex w-[400px] max-w-[calc(100vw-32px)] flex-col gap-2"
        />
      </Toast.Provider>
    </ToastContext>
  )
}
