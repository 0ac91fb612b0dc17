import { useCallback, useState } from 'react'
import { useLocation } from 'wouter'
import { besideName, type Side } from '../../../shared/move-in-words.ts'
import { runPath } from '../../../shared/page-paths.ts'
import { useSelection } from '../../actions/selection.tsx'
import { useToast } from '../../actions/toasts.tsx'
import { useClient } from '../../bridge/use-bridge.tsx'
import { useRunStores } from '../../bridge/use-run.tsx'

export interface Move {
  readonly busy: Side | 'beside' | null
  readonly error: unknown
  /** Starts the new stacks beside the old ones, or stops them there. */
  readonly trial: (isOn: boolean) => void
  /** Stops the other side, if there is something to stop, and starts this one. */
  readonly go: (to: Side, hasStop: boolean) => void
}

/** The runs of a move, one after the other; each is told as it ends. */
export function useMove(onChanged: () => void): Move {
  const { dir } = useSelection()
  const client = useClient()
  const stores = useRunStores()
  const toast = useToast()
  const [, navigate] = useLocation()
  const [busy, setBusy] = useState<Move['busy']>(null)
  const [error, setError] = useState<unknown>(null)

  const follow = useCallback(
    async (start: () => Promise<{ readonly runId: string }>, text: string) => {
      const { runId } = await start()
      const end = await stores.whenFinished(runId)
      const isDone = end.finished?.outcome === 'succeeded'
      toast({
        state: isDone ? 'done' : 'failed',
        text: isDone ? text : 'The run did not end well.',
        action: { label: 'Open run', onClick: () => navigate(runPath(runId)) },
      })
      return isDone
    },
    [stores, toast, navigate],
  )
  const perform = useCallback(
    async (what: Side | 'beside', work: () => Promise<void>) => {
      setBusy(what)
      setError(null)
      try {
        await work()
      } catch (thrown) {
        setError(thrown)
      } finally {
        setBusy(null)
        onChanged()
      }
    },
    [onChanged],
  )
  const trial = useCallback(
    (isOn: boolean) =>
      void perform('beside', async () => {
        const lab = isOn ? null : await client.labs.describe({ dir, environment: besideName })
        await follow(
          () =>
            client.runs.start({
              dir,
              environment: besideName,
              kind: isOn ? 'start' : 'stop',
              // Beside, nothing stays for others: what is always-on there is named as well.
              targets: lab?.stacks.map(({ name }) => name) ?? [],
              includeAlwaysOn: !isOn,
            }),
          isOn ? 'The new stacks run beside.' : 'The new stacks beside are stopped.',
        )
      }),
    [perform, follow, client, dir],
  )
  const go = useCallback(
    (to: Side, hasStop: boolean) =>
      void perform(to, async () => {
        const part = (name: 'stop' | 'start') => () => client.moveIn.start({ dir, to, part: name })
        if (hasStop && !(await follow(part('stop'), 'Stopped; the containers are kept.'))) return
        await follow(part('start'), to === 'new' ? 'The new stacks run.' : 'The old containers run again.')
      }),
    [perform, follow, client, dir],
  )
  return { busy, error, trial, go }
}
