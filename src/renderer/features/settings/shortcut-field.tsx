import { useState, type SyntheticEvent } from 'react'
import { formatShortcut, readShortcut } from '../../../shared/shortcut-keys.ts'
import { Button } from '../../ui/button.tsx'
import { CheckedField } from '../../ui/field.tsx'
import type { Saving } from './use-saving.ts'

/** The keys that show and hide the window from anywhere. */
export function ShortcutField({ saving }: { readonly saving: Saving }) {
  const { globalShortcut } = saving.settings
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const use = (event: SyntheticEvent) => {
    event.preventDefault()
    const answer = readShortcut(typed)
    setProblem(answer.problem)
    if (answer.keys === null) return
    setTyped('')
    saving.save({ globalShortcut: answer.keys })
  }
  return (
    <form onSubmit={use} className="grid gap-1.5">
      <div>
        <p className="font-medium">Global shortcut</p>
        <p className="max-w-[72ch] text-ink-2">
          {globalShortcut === null ? (
            'Keys that show and hide the window from anywhere. None are set.'
          ) : (
            <>
              <kbd className="numeric">{formatShortcut(globalShortcut)}</kbd> shows and hides the window from
              anywhere.
            </>
          )}{' '}
          Under Wayland not every desktop gives programs such keys.
        </p>
      </div>
      <div className="grid max-w-md gap-1.5">
        <CheckedField
          label="Keys of the global shortcut"
          placeholder="Ctrl+Alt+Y"
          className="flex-1"
          value={typed}
          problem={problem}
          onChange={(event) => {
            setTyped(event.target.value)
            setProblem(null)
          }}
        >
          <Button type="submit" isBusy={saving.isSaving}>
            Use
          </Button>
          {globalShortcut !== null && (
            <Button kind="ghost" onClick={() => saving.save({ globalShortcut: null })}>
              Use none
            </Button>
          )}
        </CheckedField>
      </div>
    </form>
  )
}
