import { Plus, X } from 'lucide-react'
import { useRef, useState, type SyntheticEvent } from 'react'
import { Button } from '../../ui/button.tsx'
import { CheckedField } from '../../ui/field.tsx'
import { readHost } from './link-host.ts'
import { SettingPanel } from './setting.tsx'
import { useSaving } from './use-saving.ts'

/** The hosts whose links may be opened, besides those that need no asking. */
export function LinkHosts() {
  const saving = useSaving()
  const { linkHosts } = saving.settings
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const inputRef = useRef<HTMLInputElement>(null)
  const add = (event: SyntheticEvent) => {
    event.preventDefault()
    const answer = readHost(typed, linkHosts)
    setProblem(answer.problem)
    if (answer.host === null) return
    setTyped('')
    saving.save({ linkHosts: [...linkHosts, answer.host] })
  }
  const remove = (host: string) => {
    inputRef.current?.focus()
    saving.save({ linkHosts: linkHosts.filter((other) => other !== host) })
  }
  return (
    <SettingPanel title="Links" saving={saving}>
      <div>
        <p className="font-medium">Hosts that may be opened</p>
        <p className="max-w-[72ch] text-ink-2">
          Links to this machine and those that a lab names itself always open. Any other host must stand here.
        </p>
      </div>
      {linkHosts.length > 0 && (
        <ul aria-label="Hosts that may be opened" className="grid max-w-md">
          {linkHosts.map((host) => (
            <li key={host} className="flex min-h-8 items-center gap-2 border-t border-line first:border-t-0">
              <span className="numeric min-w-0 flex-1 text-12 break-all">{host}</span>
              <Button
                kind="ghost"
                size="small"
                aria-label={`Remove ${host}`}
                icon={<X size={14} aria-hidden />}
                onClick={() => remove(host)}
              />
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={add} className="grid max-w-md gap-1.5">
        <CheckedField
          ref={inputRef}
          label="Host to add"
          placeholder="wiki.example.org"
          className="flex-1"
          value={typed}
          problem={problem}
          onChange={(event) => {
            setTyped(event.target.value)
            setProblem(null)
          }}
        >
          <Button type="submit" icon={<Plus size={16} aria-hidden />} isBusy={saving.isSaving}>
            Add
          </Button>
        </CheckedField>
      </form>
    </SettingPanel>
  )
}
