import { environmentName } from '../../shared/environment-words.ts'
import { formatList } from '../../shared/format.ts'
import { useRunActions } from '../actions/run-actions.tsx'
import { useEnvironments } from '../bridge/use-environments.ts'
import { Button } from '../ui/button.tsx'

/** To choose an environment is to look at it: where another one runs, this says so and offers the way. */
export function RunningEnvironment({ chosen }: { readonly chosen: string | null }) {
  const { table } = useEnvironments()
  const { switchTo } = useRunActions()
  const running = table?.environments.filter(({ isRunning }) => isRunning).map(({ name }) => name) ?? []
  if (running.length === 0 || running.includes(chosen)) return null
  const names = formatList(running.map(environmentName))
  return (
    <Button
      size="small"
      aria-label={`${names} runs. Switch to ${environmentName(chosen)}…`}
      onClick={() => switchTo(chosen)}
    >
      <span className="max-w-40 truncate font-normal text-ink-2">{names} runs</span>
      <span>Switch…</span>
    </Button>
  )
}
