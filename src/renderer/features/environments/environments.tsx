import { useState } from 'react'
import { problemsOf } from '../../bridge/problems.ts'
import { useEnvironments } from '../../bridge/use-environments.ts'
import { ProblemPanel } from '../../ui/problem-view.tsx'
import { SectionHead } from '../../ui/section-head.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Bones, ScreenBody } from '../../ui/surface.tsx'
import { Comparison } from './comparison.tsx'

type Shown = 'differences' | 'everything'

/** The lab's environments beside each other: what differs, which one runs, and the way from one to another. */
export default function Screen() {
  const { table, error } = useEnvironments()
  const [shown, setShown] = useState<Shown>('differences')
  return (
    <>
      <SectionHead
        section="lab"
        actions={
          table !== null && (
            <Segmented<Shown>
              label="What is shown"
              value={shown}
              options={[
                { value: 'differences', label: 'What differs' },
                { value: 'everything', label: 'Everything' },
              ]}
              onChange={setShown}
            />
          )
        }
      />
      <ScreenBody>
        {table === null && error === null && <Bones rows={6} />}
        {table === null && error !== null && <ProblemPanel problems={problemsOf(error)} />}
        {table !== null && <Comparison table={table} showsAll={shown === 'everything'} />}
      </ScreenBody>
    </>
  )
}
