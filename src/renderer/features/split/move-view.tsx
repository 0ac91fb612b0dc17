import { ArrowLeftRight, Undo2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import { besideName, describeMove, type Side } from '../../../shared/move-in-words.ts'
import type { MoveState } from '../../../shared/move-in.ts'
import { useActions, type Action } from '../../actions/action-registry.tsx'
import { problemsOf } from '../../bridge/problems.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemPanel } from '../../ui/problem-view.tsx'
import { SectionHead } from '../../ui/section-head.tsx'
import { Panel, ScreenBody } from '../../ui/surface.tsx'
import { cell, Table, tableRow, titled } from '../../ui/table.tsx'
import { MoveDialog } from './move-dialog.tsx'
import { Ports } from './ports.tsx'
import { useMove } from './use-move.ts'

/** Old and new side by side, and the ways over and back. */
export function MoveView({
  split,
  onChanged,
}: {
  readonly split: NonNullable<MoveState['split']>
  readonly onChanged: () => void
}) {
  const [asked, setAsked] = useState<Side | null>(null)
  const move = useMove(onChanged)
  const isTrial = split.besideRunning > 0
  const { trial } = move
  const actions = useMemo<readonly Action[]>(
    () => [
      { id: 'move:compare', title: 'Compare old and new stacks', group: 'Split', run: onChanged },
      {
        id: 'move:beside',
        title: isTrial ? 'Stop the new stacks beside' : 'Start the new stacks beside the old ones',
        group: 'Split',
        run: () => trial(!isTrial),
      },
      { id: 'move:over', title: 'Switch over to the new stacks', group: 'Split', run: () => setAsked('new') },
      { id: 'move:back', title: 'Go back to the old containers', group: 'Split', run: () => setAsked('old') },
    ],
    [onChanged, trial, isTrial],
  )
  useActions(actions)
  return (
    <>
      <SectionHead
        section="lab"
        actions={
          <>
            <Button onClick={onChanged}>Compare again</Button>
            <Button
              isBusy={move.busy === 'beside'}
              disabled={move.busy !== null}
              onClick={() => trial(!isTrial)}
            >
              {isTrial ? 'Stop beside' : 'Start beside'}
            </Button>
            {!split.isOneProject && (
              <>
                <Button
                  icon={<Undo2 size={16} aria-hidden />}
                  disabled={move.busy !== null}
                  isBusy={move.busy === 'old'}
                  onClick={() => setAsked('old')}
                >
                  Go back
                </Button>
                <Button
                  kind="primary"
                  icon={<ArrowLeftRight size={16} aria-hidden />}
                  disabled={move.busy !== null}
                  isBusy={move.busy === 'new'}
                  onClick={() => setAsked('new')}
                >
                  Switch over
                </Button>
              </>
            )}
          </>
        }
      />
      <ScreenBody label="Old and new">
        <div className="grid gap-1">
          <p role="status">{describeMove(split)}</p>
          <p className="text-12 text-ink-2">
            Split from <span className="numeric">{split.file}</span>. Beside means the environment{' '}
            {besideName}: other ports, and volumes that start empty.
          </p>
        </div>
        {move.error !== null && <ProblemPanel problems={problemsOf(move.error)} />}
        <Rows rows={split.rows} />
        {split.ports.length > 0 && <Ports title="Ports" ports={split.ports} />}
      </ScreenBody>
      {asked !== null && (
        <MoveDialog
          to={asked}
          onClose={() => setAsked(null)}
          onConfirm={(hasStop) => move.go(asked, hasStop)}
        />
      )}
    </>
  )
}

const columns = titled('Service', 'Before', 'New', 'Beside', 'Differs in')

function Rows({ rows }: { readonly rows: NonNullable<MoveState['split']>['rows'] }) {
  return (
    <Panel title="Services">
      <Table label="Services, old and new" columns={columns}>
        <tbody>
          {rows.map((row) => (
            <tr key={row.service} className={tableRow}>
              <th scope="row" className={`${cell} text-left font-medium`}>
                {row.service}
              </th>
              {[row.old, row.new, row.beside].map((side, index) => (
                <td
                  key={index}
                  className={`${cell} ${side === null ? 'text-ink-3' : 'text-ink-2'}`}
                  title={side?.image}
                >
                  {side?.state ?? 'no container'}
                </td>
              ))}
              <td className={`${cell} break-words text-ink-2`}>{row.differences.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  )
}
