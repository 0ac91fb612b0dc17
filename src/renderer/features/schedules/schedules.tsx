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
import { ProblemView } from '../../ui/problem-view.tsx'
import { SectionHead } from '../../ui/section-head.tsx'
import { Bones, Empty, Panel } from '../../ui/surface.tsx'
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
          <Button kind="primary" icon={<Plus size={16} aria-hidden />} onClick={() => setEditing('new')}>
            Add a schedule
          </Button>
        }
      />
      <div className="min-h-0 flex-1 overflow-auto">
        <div className="grid max-w-[1080px] gap-4 p-5 max-[1240px]:p-3.5">
          {error !== null && <ProblemView problems={problemsOf(error)} />}
          {list !== undefined && list.notice !== null && (
            <p role="alert" className="text-failed-ink">
              {list.notice}
            </p>
          )}
          {list?.keptBy === 'nobody' && <p className="text-loading-ink">{nobodyKeeps}</p>}
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
        </div>
      </div>
    </>
  )
}
