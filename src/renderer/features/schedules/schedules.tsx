import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Schedule } from '../../../shared/schedule.ts'
import { nobodyKeeps } from '../../../shared/schedule-words.ts'
import { useActions, type Action } from '../../actions/action-registry.tsx'
import { useSelection } from '../../actions/selection.tsx'
import { problemsOf } from '../../bridge/problems.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { Caution } from '../../ui/caution.tsx'
import { ProblemPanel } from '../../ui/problem-view.tsx'
import { SectionHead } from '../../ui/section-head.tsx'
import { Bones, Empty, Panel, ScreenBody } from '../../ui/surface.tsx'
import { AutostartPanel } from './autostart-panel.tsx'
import { ScheduleForm } from './schedule-form.tsx'
import { ScheduleItem } from './schedule-item.tsx'

/** What is done with the lab at set times, and whether anybody is there to do it. */
export default function Screen() {
  const { dir } = useSelection()
  const orpc = useOrpc()
  const { data: list, error } = useQuery({
    ...orpc.schedules.list.queryOptions({ input: { dir } }),
    refetchInterval: 3000,
  })
  const [editing, setEditing] = useState<Schedule | 'new' | null>(null)
  useActions(
    useMemo<readonly Action[]>(
      () => [
        {
          id: 'schedules:add',
          title: 'Add a schedule',
          group: 'Schedules',
          keywords: ['time', 'cron'],
          run: () => setEditing('new'),
        },
      ],
      [],
    ),
  )
  return (
    <>
      <SectionHead
        section="upkeep"
        actions={
          <Button
            kind={editing === null ? 'primary' : 'default'}
            icon={<Plus size={16} aria-hidden />}
            onClick={() => setEditing('new')}
          >
            Add a schedule
          </Button>
        }
      />
      <ScreenBody>
        {error !== null && <ProblemPanel problems={problemsOf(error)} />}
        {list !== undefined && list.notice !== null && (
          <p role="alert" className="text-failed-ink">
            {list.notice}
          </p>
        )}
        {list?.keptBy === 'nobody' && <Caution>{nobodyKeeps}</Caution>}
        {editing !== null && (
          <ScheduleForm
            key={editing === 'new' ? 'new' : editing.name}
            schedule={editing === 'new' ? null : editing}
            onClose={() => setEditing(null)}
          />
        )}
        <Panel title="Schedules" end={list && <span className="numeric">{list.schedules.length}</span>}>
          {!list ? (
            error === null && <Bones />
          ) : list.schedules.length === 0 ? (
            <div className="border-t border-line">
              <Empty>Nothing is done by the clock yet.</Empty>
            </div>
          ) : (
            <ul aria-label="Schedules">
              {list.schedules.map((schedule) => (
                <ScheduleItem key={schedule.name} schedule={schedule} onEdit={() => setEditing(schedule)} />
              ))}
            </ul>
          )}
        </Panel>
        <AutostartPanel />
      </ScreenBody>
    </>
  )
}
