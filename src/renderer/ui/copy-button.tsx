import { Check, Copy, X } from 'lucide-react'
import { Button } from './button.tsx'
import { useCopy } from './use-copy.ts'

const icons = { copied: Check, refused: X }
const words = { copied: 'Copied', refused: 'The browser does not let this page copy' }

/** Copies a text, and says so for a moment. */
export function CopyButton({ text, label = 'Copy' }: { readonly text: string; readonly label?: string }) {
  const { outcome, copy } = useCopy()
  const Icon = outcome === null ? Copy : icons[outcome]
  const said = outcome === null ? label : words[outcome]
  return (
    <Button
      kind="ghost"
      size="small"
      aria-label={said}
      title={said}
      icon={<Icon size={14} aria-hidden />}
      onClick={() => copy(text)}
    />
  )
}
