import { useMemo } from 'react'
import { useAllActions } from '../../actions/action-registry.tsx'
import { formatShortcut } from '../../actions/shortcuts.ts'
import { Key } from '../../ui/menu.tsx'
import { screenKeys } from './screen-keys.ts'
import { groupShortcuts } from './shortcut-groups.ts'

/** Every shortcut, by what it belongs to. */
export function ShortcutTable() {
  const actions = useAllActions()
  const groups = useMemo(() => [...groupShortcuts(actions), ...screenKeys], [actions])
  return (
    <div className="columns-[300px] gap-6">
      {groups.map(({ name, rows }) => (
        <section key={name} className="mb-4 break-inside-avoid">
          <h3 className="pb-1 text-11 text-ink-3">{name}</h3>
          <dl>
            {rows.map(({ title, shortcuts }) => (
              <div key={title} className="flex min-h-7 items-center gap-3 border-t border-line py-1 text-12">
                <dt className="min-w-0 flex-1">{title}</dt>
                <dd className="flex shrink-0 items-center gap-1.5 text-ink-3">
                  {shortcuts.map((shortcut, index) => (
                    <span key={shortcut} className="flex items-center gap-1">
                      {index > 0 && <span className="mr-0.5">or</span>}
                      {keysOf(shortcut).map((key, position) => (
                        <Key key={position}>{key}</Key>
                      ))}
                    </span>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  )
}

const arrows: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
}

function keysOf(shortcut: string): readonly string[] {
  return formatShortcut(shortcut)
    .split(' ')
    .map((key) => arrows[key] ?? key)
}
