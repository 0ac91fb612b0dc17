import { createContext, use, useCallback, useMemo, useState, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import type { RunRequest } from '../../shared/contract.ts'
import type { Problem } from '../../shared/errors.ts'
import { listGpuHolders } from '../../shared/gpu-words.ts'
import type { Plan, RunKind } from '../../shared/plan.ts'
import type { RunView } from '../../shared/run-view.ts'
import { leadsDown, runWords } from '../../shared/run-words.ts'
import { environmentName } from '../../shared/environment-words.ts'
import { formatDuration } from '../../shared/format.ts'
import { problemsOf } from '../bridge/problems.ts'
import { useClient, useLabPart } from '../bridge/use-bridge.tsx'
import { useRunStores } from '../bridge/use-run.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemView } from '../ui/problem-view.tsx'
import { useActions, type Action } from './action-registry.tsx'
import { ConfirmDialog, type Confirmation } from './confirm-dialog.tsx'
import { GpuHeldDialog } from './gpu-held-dialog.tsx'
import { runPath } from '../../shared/page-paths.ts'
import { useSelection, useSelectionControl } from './selection.tsx'
import { SwitchDialog, type SwitchQuestion } from './switch-dialog.tsx'
import { useToast } from './toasts.tsx'
import { UpdateDialog, type UpdateAsked } from './update-dialog.tsx'

interface StartOptions {
  /** Whoever holds a GPU that is needed is asked to unload, and otherwise stopped. */
  readonly replacesGpu?: boolean
}

/** A target is a stack or `stack/service`; none means the whole lab. */
export interface RunActions {
  readonly start: (targets?: readonly string[], options?: StartOptions) => void
  /** Containers stay, with everything in them. An always-on stack is stopped only after its name was typed. */
  readonly stop: (targets: readonly string[]) => void
  readonly restart: (targets: readonly string[]) => void
  /** Restarts with containers made anew, after showing which; anonymous volumes go, named ones stay. */
  readonly restartClean: (targets: readonly string[]) => void
  /** Removes the containers, after showing which; volumes stay. */
  readonly down: (targets: readonly string[]) => void
  /** Builds images; containers stay as they are. */
  readonly build: (
    targets: readonly string[],
    build?: { readonly noCache?: boolean; readonly pullBase?: boolean },
  ) => void
  /** Another environment in the place of what runs, after showing what differs; null for the files as they are. */
  readonly switchTo: (environment: string | null) => void
  /** Pulls, and replaces what has another image, after showing the plan; `to`: id of an image to go back to. */
  readonly update: (targets: readonly string[], to?: string) => void
  /** The master switch. */
  readonly switchApps: (isOn: boolean) => void
  readonly cancel: (runId: string) => void
}

/** The key of what the master switch asks for; no stack is called so. */
export const appsKey = '/apps'

const AskedContext = createContext<ReadonlyMap<string, RunKind>>(new Map())

/** Targets of runs that were asked for here and are not over yet; `''` stands for the whole lab, `appsKey` for its apps. */
export function useAsked(): ReadonlyMap<string, RunKind> {
  return use(AskedContext)
}

const RunActionsContext = createContext<RunActions | null>(null)

export function useRunActions(): RunActions {
  const actions = use(RunActionsContext)
  if (!actions) throw new Error('useRunActions needs a RunActionsProvider')
  return actions
}

/** A run that waits for a GPU which somebody holds. */
interface Held {
  readonly runId: string
  readonly plan: Plan
  readonly replace: () => void
}

/** The way back from the latest run. */
interface Undo {
  readonly run: () => void
}

/** Starts runs, asks before what destroys, tells how they ended, and offers the way back. */
export function RunActionsProvider({ children }: { readonly children: ReactNode }) {
  const client = useClient()
  const selection = useSelection()
  const { choose } = useSelectionControl()
  const lab = useLabPart(({ state }) => state?.lab)
  const stores = useRunStores()
  const toast = useToast()
  const [, navigate] = useLocation()
  const [asked, setAsked] = useState<ReadonlyMap<string, RunKind>>(new Map())
  const [confirmation, setConfirmation] = useState<Confirmation | null>(null)
  const [question, setQuestion] = useState<SwitchQuestion | null>(null)
  const [updateAsked, setUpdateAsked] = useState<UpdateAsked | null>(null)
  const [problems, setProblems] = useState<readonly Problem[] | null>(null)
  const [held, setHeld] = useState<Held | null>(null)
  const [undo, setUndo] = useState<Undo | null>(null)

  const isAlwaysOn = useCallback(
    (target: string) =>
      lab?.stacks.some(({ name, alwaysOn }) => alwaysOn && name === target.split('/')[0]) ?? false,
    [lab],
  )

  const perform = useMemo(() => {
    async function performRun(kind: RunKind, targets: readonly string[], more: Partial<RunRequest> = {}) {
      const keys = targets.length > 0 ? targets : [more.appsOnly === true ? appsKey : '']
      let next: (() => void) | null = null
      setUndo(null)
      setAsked((current) => new Map([...current, ...keys.map((key) => [key, kind] as const)]))
      try {
        const { runId } = await client.runs.start({ ...selection, kind, targets: [...targets], ...more })
        // What is switched to is looked at from now on.
        if (kind === 'switch') choose({ ...selection, environment: more.environment ?? null })
        let isReplaced = false
        const replace = () => {
          isReplaced = true
          void client.runs.cancel({ runId }).catch((error: unknown) => setProblems(problemsOf(error)))
        }
        const tellHeld = ({ plan, finished }: RunView) => {
          const isWaiting = more.replacesGpu !== true && finished === null && listGpuHolders(plan).length > 0
          if (isWaiting) setHeld({ runId, plan, replace })
        }
        stores.whenBegun(runId).then(tellHeld, () => undefined)
        if (kind === 'update') navigate(runPath(runId))
        const end = await stores.whenFinished(runId)
        setHeld((current) => (current?.runId === runId ? null : current))
        if (isReplaced && end.finished?.outcome === 'cancelled') {
          next = () => void performRun(kind, targets, { ...more, replacesGpu: true })
          return
        }
        const again = () =>
          void performRun('start', targets, more.appsOnly === true ? { appsOnly: true } : {})
        const open = () => navigate(runPath(runId))
        if (kind === 'stop' && end.finished?.outcome === 'succeeded' && !end.finished.unchanged)
          setUndo({ run: again })
        toast(describeEnd(end, { again, open }))
      } catch (error) {
        setProblems(problemsOf(error))
      } finally {
        setAsked((current) => new Map([...current].filter(([key]) => !keys.includes(key))))
        next?.()
      }
    }
    return performRun
  }, [client, selection, choose, stores, toast, navigate])

  const actions = useMemo<RunActions>(() => {
    const askFirst = (kind: 'stop' | 'restart' | 'down', targets: readonly string[]) => {
      const names = targets.filter(isAlwaysOn)
      const go = () =>
        void perform(kind, targets, names.length > 0 && kind !== 'restart' ? { includeAlwaysOn: true } : {})
      if (kind !== 'down' && (names.length === 0 || kind === 'restart')) go()
      else setConfirmation({ kind, targets, alwaysOn: names, onConfirm: go })
    }
    const askClean = (targets: readonly string[]) => {
      const alwaysOn = targets.filter(isAlwaysOn)
      const includeAlwaysOn = alwaysOn.length > 0
      const onConfirm = () => void perform('restart', targets, { clean: true, includeAlwaysOn })
      setConfirmation({ kind: 'restart', isClean: true, targets, alwaysOn, onConfirm })
    }
    return {
      restartClean: askClean,
      start: (targets = [], options = {}) => void perform('start', targets, options),
      stop: (targets) => askFirst('stop', targets),
      restart: (targets) => askFirst('restart', targets),
      down: (targets) => askFirst('down', targets),
      build: (targets, build = {}) => void perform('build', targets, { build }),
      switchTo: (environment) =>
        setQuestion({ environment, onConfirm: () => void perform('switch', [], { environment }) }),
      update: (targets, to) => {
        const alwaysOn = targets.filter(isAlwaysOn)
        const more: Partial<RunRequest> = {
          ...(alwaysOn.length > 0 ? { includeAlwaysOn: true } : {}),
          ...(to === undefined ? {} : { update: { to } }),
        }
        const onConfirm = () => void perform('update', targets, more)
        setUpdateAsked({ targets, to: to ?? null, alwaysOn, onConfirm })
      },
      switchApps: (isOn) => void perform(isOn ? 'start' : 'stop', [], { appsOnly: true }),
      cancel: (runId) =>
        void client.runs.cancel({ runId }).catch((error: unknown) => setProblems(problemsOf(error))),
    }
  }, [client, isAlwaysOn, perform])

  useActions(
    useMemo<readonly Action[]>(
      () =>
        undo === null
          ? []
          : [
              {
                id: 'undo',
                title: 'Undo: start again what was stopped last',
                group: 'Lab',
                shortcut: 'u',
                run: undo.run,
              },
            ],
      [undo],
    ),
  )

  return (
    <RunActionsContext value={actions}>
      <AskedContext value={asked}>{children}</AskedContext>
      {held && <GpuHeldDialog plan={held.plan} onReplace={held.replace} onClose={() => setHeld(null)} />}
      {updateAsked && <UpdateDialog asked={updateAsked} onClose={() => setUpdateAsked(null)} />}
      {confirmation && <ConfirmDialog confirmation={confirmation} onClose={() => setConfirmation(null)} />}
      {question && <SwitchDialog question={question} onClose={() => setQuestion(null)} />}
      <Dialog
        title="This did not start"
        isOpen={problems !== null}
        onClose={() => setProblems(null)}
        width={560}
        footer={
          <>
            <Button onClick={() => setProblems(null)}>Close</Button>
            <Button
              kind="primary"
              onClick={() => {
                setProblems(null)
                navigate('/doctor')
              }}
            >
              Open Doctor
            </Button>
          </>
        }
      >
        {problems && <ProblemView problems={problems} />}
      </Dialog>
    </RunActionsContext>
  )
}

function describeEnd(view: RunView, on: { readonly again: () => void; readonly open: () => void }) {
  const { finished, plan } = view
  const stacks = plan.waves.flat()
  // A build is in no wave: it starts nothing.
  const only = stacks.length === 0 ? plan.lab.name : stacks[0]
  const what = stacks.length < 2 ? (only ?? plan.lab.name) : `${stacks.length} stacks`
  const see = { label: 'See the run', onClick: on.open }
  if (!finished || finished.outcome === 'failed') {
    const failure = finished?.failures[0]
    const name = failure?.service ? `${failure.service.stack}/${failure.service.service}` : plan.lab.name
    return {
      state: 'failed',
      text: `${name} failed: ${failure?.reason ?? 'no reason was given'}`,
      action: see,
    } as const
  }
  if (finished.outcome === 'cancelled')
    return { state: 'warning', text: 'Cancelled. What was up stays up.', action: see } as const
  if (finished.unchanged) return { state: 'done', text: 'Everything was already as you want it.' } as const
  const where = plan.kind === 'switch' ? ` to ${environmentName(plan.environment)}` : ''
  const text = `${runWords[plan.kind].did} ${what}${where} in ${formatDuration(finished.elapsedMs)}.`
  return plan.kind === 'stop'
    ? ({
        state: 'stopped',
        text,
        action: { label: 'Start again', shortcut: 'U', onClick: on.again },
      } as const)
    : ({ state: leadsDown(plan.kind) ? 'stopped' : 'ready', text } as const)
}
