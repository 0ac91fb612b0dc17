import { useQuery } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { useSelectionControl } from '../../actions/selection.tsx'
import { problemsOf } from '../../bridge/problems.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { Signal } from '../../ui/signal.tsx'

/** Says when there is no engine to start anything with. Any lab will do to ask for one. */
export function EngineLine({ dir }: { readonly dir: string }) {
  const orpc = useOrpc()
  const { choose } = useSelectionControl()
  const [, navigate] = useLocation()
  const status = useQuery(orpc.labs.status.queryOptions({ input: { dir } }))
  const problem = status.isError
    ? problemsOf(status.error).find(({ code }) => code.startsWith('ENGINE_') || code === 'COMPOSE_MISSING')
    : undefined
  if (!problem) return null
  return (
    <div role="status" className="flex items-center gap-2 rounded-8 border border-line bg-surface px-3 py-2">
      <Signal state="failed" label={null} />
      <p className="min-w-0 flex-1 break-words">
        {problem.message} <span className="text-ink-2">{problem.hint}</span>
      </p>
      <Button
        size="small"
        onClick={() => {
          choose({ dir, environment: null, profiles: [] })
          navigate('/doctor')
        }}
      >
        Open Doctor
      </Button>
    </div>
  )
}
