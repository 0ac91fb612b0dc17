import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { useSelectionControl } from '../../actions/selection.tsx'
import { problemsOf } from '../../bridge/problems.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { useSituation } from '../../bridge/use-situation.ts'
import { Button } from '../../ui/button.tsx'
import { Hindrance } from '../../ui/hindrance.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Bones, PageHead } from '../../ui/surface.tsx'
import { AddFolder } from './add-folder.tsx'
import { FoundLab } from './found-lab.tsx'
import { KnownLabs } from './known-labs.tsx'
import { Places } from './places.tsx'
import { useOpenLab } from './use-open-lab.ts'

/** Labs that are known and the way to another one; also what a new user sees first. */
export default function Screen() {
  const orpc = useOrpc()
  const labs = useQuery(orpc.labs.list.queryOptions())
  const info = useQuery(orpc.app.info.queryOptions())
  const { selection, choose } = useSelectionControl()
  const [, navigate] = useLocation()
  const situation = useSituation()
  const [chosen, setChosen] = useState<string | null>(null)
  const open = useOpenLab()
  const found = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (chosen !== null) found.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])

  if (labs.isPending) return <Bones rows={5} />
  const known = labs.data ?? []
  const isFirst = known.length === 0 && selection === null
  const sample = info.data?.sampleLab ?? null
  const anyLab = known[0]?.dir ?? sample
  const next = situation.data
  const places = next?.steps.filter(
    ({ dir }) => dir !== null && dir !== sample && !known.some((lab) => lab.dir === dir),
  )
  const lacksSampleImage = next?.kind === 'no-lab' && !next.steps.some(({ dir }) => dir === sample)
  return (
    <>
      {!isFirst && <PageHead title="Labs" />}
      <div className="min-h-0 flex-1 overflow-auto">
        <div className={`grid max-w-4xl gap-4 p-5 max-[1240px]:p-3.5 ${isFirst ? 'mx-auto pt-[6vh]' : ''}`}>
          {isFirst && (
            <header className="pb-2">
              <h1 className="text-24">Switchyard</h1>
              <p className="pt-1 text-15 text-ink-2">
                Choose a folder with Docker Compose files, and Switchyard starts what is in it in the right
                order.
              </p>
            </header>
          )}
          {next?.level === 'error' && (
            <Hindrance
              situation={next}
              isLooking={situation.isFetching}
              onLookAgain={() => void situation.refetch()}
              action={
                anyLab !== null && (
                  <Button
                    onClick={() => {
                      // Any lab will do to ask for one.
                      choose({ dir: anyLab, environment: null, profiles: [] })
                      navigate('/doctor')
                    }}
                  >
                    Open Doctor
                  </Button>
                )
              }
            />
          )}
          {labs.isError && <ProblemView problems={problemsOf(labs.error)} />}
          {known.length > 0 && (
            <KnownLabs labs={known} onOpen={(dir) => open.mutate({ dir })} onLook={setChosen} />
          )}
          {places && places.length > 0 && (
            <Places steps={places} sentence={next?.sentence ?? null} onLook={setChosen} />
          )}
          <AddFolder isFirst={isFirst && chosen === null} onChoose={setChosen} />
          {sample !== null && (
            <div className="flex flex-wrap items-center gap-3">
              <Button onClick={() => setChosen(sample)}>Try the sample lab</Button>
              <span className="text-12 text-ink-3">
                A small lab of three waves that comes with Switchyard, to see how it works.
                {lacksSampleImage && ' Its image is not there: npm run sample in a checkout makes it.'}
              </span>
            </div>
          )}
          {open.isError && <ProblemView problems={problemsOf(open.error)} />}
          <div ref={found}>
            {chosen !== null && (
              <FoundLab
                key={chosen}
                dir={chosen}
                isOpening={open.isPending}
                onOpen={() => open.mutate({ dir: chosen })}
                onClose={() => setChosen(null)}
              />
            )}
          </div>
        </div>
      </div>
    </>
  )
}
