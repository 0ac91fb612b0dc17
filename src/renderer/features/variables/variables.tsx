import { KeyRound } from 'lucide-react'
import { useMemo, useState } from 'react'
import { formatCount } from '../../../shared/format.ts'
import type { StackVariables } from '../../../shared/secrets.ts'
import { useActions, type Action } from '../../actions/action-registry.tsx'
import { problemsOf } from '../../bridge/problems.ts'
import { useLabPart } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemPanel } from '../../ui/problem-view.tsx'
import { SectionHead } from '../../ui/section-head.tsx'
import { Signal } from '../../ui/signal.tsx'
import { Bones, Empty, ScreenBody } from '../../ui/surface.tsx'
import { ProvidersPanel } from './providers-panel.tsx'
import { StackPanel } from './stack-panel.tsx'
import { useVariables } from './use-variables.ts'

const noFetches: readonly never[] = []

/** Which variables are set and where, and who writes the secrets among them. No value is on this screen. */
export default function Screen() {
  const dir = useLabPart(({ selection }) => selection.dir)
  const { stacks, providers, error, fetchNow, isFetching, fetches, fetchError } = useVariables()
  const hasProviders = (providers?.length ?? 0) > 0
  const [showsAll, setShowsAll] = useState(false)
  const actions = useMemo<readonly Action[]>(
    () => [
      ...(hasProviders
        ? [
            {
              id: 'secrets:fetch',
              title: 'Fetch secrets now',
              group: 'Variables',
              shortcut: 'f',
              run: fetchNow,
            },
          ]
        : []),
      {
        id: 'variables:all',
        title: showsAll ? 'Show only variables that are used' : 'Show every variable',
        group: 'Variables',
        run: () => setShowsAll(!showsAll),
      },
    ],
    [hasProviders, fetchNow, showsAll],
  )
  useActions(actions)
  return (
    <>
      <SectionHead
        section="lab"
        actions={
          hasProviders && (
            <Button icon={<KeyRound size={16} aria-hidden />} isBusy={isFetching} onClick={fetchNow}>
              Fetch secrets
            </Button>
          )
        }
      >
        {stacks && <Summary stacks={stacks} />}
      </SectionHead>
      <ScreenBody label="Variables and who writes them">
        {error !== null && <ProblemPanel problems={problemsOf(error)} />}
        {!stacks && error === null && <Bones rows={6} />}
        {fetchError !== null && <ProblemPanel problems={problemsOf(fetchError)} />}
        {providers && hasProviders && (
          <ProvidersPanel providers={providers} fetches={fetches ?? noFetches} dir={dir} />
        )}
        {stacks?.map((each) => (
          <StackPanel key={each.project} stack={each} dir={dir} showsAll={showsAll} />
        ))}
        {stacks?.length === 0 && <Empty>This lab has no stacks.</Empty>}
      </ScreenBody>
    </>
  )
}

function Summary({ stacks }: { readonly stacks: readonly StackVariables[] }) {
  const all = stacks.flatMap(({ variables }) => variables)
  const wrong = new Set(all.filter(({ isProblem }) => isProblem).map(({ name }) => name)).size
  const names = new Set(all.map(({ name }) => name)).size
  return (
    <p role="status" className="flex items-center gap-1.5 text-ink-2">
      <Signal state={wrong > 0 ? 'failed' : 'ready'} label={null} size={14} />
      {wrong > 0
        ? `${wrong} of ${formatCount(names, 'variable')} to mend`
        : `${formatCount(names, 'variable')}, none to mend`}
    </p>
  )
}
