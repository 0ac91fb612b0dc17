import { Ellipsis } from 'lucide-react'
import { useLocation } from 'wouter'
import { logsPath, stackPath } from '../../../shared/page-paths.ts'
import { useRunActions } from '../../actions/run-actions.tsx'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'

/** What can be done with a stack, beside its switch. */
export function StackMenu({ stack, isMarked }: { readonly stack: string; readonly isMarked: boolean }) {
  const { start, stop, restart, restartClean, down } = useRunActions()
  const [, navigate] = useLocation()
  return (
    <Menu
      label={`Actions for ${stack}`}
      trigger={
        <Button
          kind="ghost"
          size="small"
          tabIndex={isMarked ? 0 : -1}
          aria-label={`More for ${stack}`}
          icon={<Ellipsis size={16} aria-hidden />}
          className="absolute right-full mr-1 bg-surface opacity-0 group-hover/head:opacity-100 focus-visible:opacity-100 group-focus-within/head:opacity-100 data-[state=open]:opacity-100 [@media(hover:none)]:opacity-100"
        />
      }
      entries={[
        { label: 'Start', onSelect: () => start([stack]) },
        { label: 'Stop', onSelect: () => stop([stack]) },
        { label: 'Restart', onSelect: () => restart([stack]) },
        { label: 'Restart in new containers…', isDanger: true, onSelect: () => restartClean([stack]) },
        { label: 'Logs', onSelect: () => navigate(logsPath(stack)) },
        { label: 'Show', onSelect: () => navigate(stackPath(stack)) },
        { label: 'Remove containers…', isDanger: true, onSelect: () => down([stack]) },
      ]}
    />
  )
}
