import { ArrowRightLeft } from 'lucide-react'
import { usualGroups } from '../../../shared/move-in-words.ts'
import type { SplitProposal } from '../../../shared/move-in.ts'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Panel } from '../../ui/surface.tsx'

/** A column for each group; each service can be moved to another one. */
export function Groups({
  groups,
  onMove,
}: {
  readonly groups: SplitProposal['groups']
  readonly onMove: (service: string, group: string) => void
}) {
  const names = [...new Set([...groups.map(({ name }) => name), ...usualGroups])]
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(230px,1fr))] items-start gap-4">
      {groups.map(({ name, alwaysOn, needs, services }) => (
        <Panel key={name} title={name} end={alwaysOn ? 'always on' : undefined}>
          {needs.length > 0 && <p className="px-3 pb-2 text-12 text-ink-3">needs {needs.join(', ')}</p>}
          <ul aria-label={`Services of ${name}`}>
            {services.map((service) => (
              <li key={service.name} className="flex items-start gap-2 border-t border-line px-3 py-2">
                <div className="min-w-0 flex-1">
                  <p className="font-medium break-words">{service.name}</p>
                  <p className="numeric text-12 break-all text-ink-3">{service.image ?? 'built here'}</p>
                  <p className="text-12 text-ink-2">{service.why}</p>
                </div>
                <Menu
                  label={`Move ${service.name} to`}
                  trigger={
                    <Button
                      kind="ghost"
                      size="small"
                      aria-label={`Move ${service.name}`}
                      icon={<ArrowRightLeft size={14} aria-hidden />}
                    />
                  }
                  entries={[
                    ...names
                      .filter((other) => other !== name)
                      .map((other) => ({ label: other, onSelect: () => onMove(service.name, other) })),
                    ...(names.includes(stackName(service.name))
                      ? []
                      : [
                          {
                            label: 'A stack of its own',
                            onSelect: () => onMove(service.name, stackName(service.name)),
                          },
                        ]),
                  ]}
                />
              </li>
            ))}
          </ul>
        </Panel>
      ))}
    </div>
  )
}

/** Service names may hold what names of stacks may not. */
function stackName(service: string): string {
  return (
    service
      .toLowerCase()
      .replaceAll(/[^a-z0-9_-]/g, '-')
      .replace(/^[_-]+/, '') || 'stack'
  )
}
