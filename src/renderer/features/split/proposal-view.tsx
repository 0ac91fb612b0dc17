import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { FilePlus } from 'lucide-react'
import { useMemo, useState } from 'react'
import { formatCount } from '../../../shared/format.ts'
import { splitStyles, type SplitStyle } from '../../../shared/move-in-words.ts'
import type { MoveState } from '../../../shared/move-in.ts'
import { useActions, type Action } from '../../actions/action-registry.tsx'
import { useSelection } from '../../actions/selection.tsx'
import { useToast } from '../../actions/toasts.tsx'
import { problemsOf } from '../../bridge/problems.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { Picker } from '../../ui/picker.tsx'
import { ProblemPanel } from '../../ui/problem-view.tsx'
import { SectionHead } from '../../ui/section-head.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Bones, ScreenBody } from '../../ui/surface.tsx'
import { Groups } from './groups.tsx'
import { ProposalParts } from './proposal-parts.tsx'

/** Groups with their reasons, what crosses, and the files; nothing is written before the button. */
export function ProposalView({
  candidates,
  onWritten,
}: {
  readonly candidates: MoveState['candidates']
  readonly onWritten: () => void
}) {
  const { dir, profiles } = useSelection()
  const orpc = useOrpc()
  const toast = useToast()
  const [file, setFile] = useState(candidates[0]?.file ?? '')
  const [style, setStyle] = useState<SplitStyle>('split')
  const [moved, setMoved] = useState<Readonly<Record<string, string>>>({})
  const input = { dir, file, style, groups: { ...moved }, profiles }
  const proposal = useQuery(
    orpc.moveIn.propose.queryOptions({
      input,
      retry: false,
      staleTime: 0,
      placeholderData: keepPreviousData,
    }),
  )
  const write = useMutation(
    orpc.moveIn.write.mutationOptions({
      onSuccess: ({ files }) => {
        toast({
          state: 'done',
          text: `Wrote ${formatCount(files.length, 'file')}; the old file is as it was.`,
        })
        onWritten()
      },
    }),
  )
  const { data } = proposal
  const isReady = data !== undefined && data.problems.length === 0 && !proposal.isPlaceholderData
  const { mutate } = write
  const actions = useMemo<readonly Action[]>(
    () =>
      isReady
        ? [
            {
              id: 'split:write',
              title: 'Write the files of the split',
              group: 'Split',
              run: () => mutate({ dir, file, style, groups: { ...moved }, profiles }),
            },
          ]
        : [],
    [isReady, mutate, dir, file, style, moved, profiles],
  )
  useActions(actions)
  const error = proposal.error ?? write.error
  return (
    <>
      <SectionHead
        section="lab"
        actions={
          <>
            {candidates.length > 1 && (
              <Picker
                name="File"
                value={file}
                options={candidates.map((one) => ({
                  value: one.file,
                  label: one.file,
                  description: formatCount(one.services, 'service'),
                }))}
                onChange={(next) => {
                  setFile(next)
                  setMoved({})
                }}
              />
            )}
            <Segmented
              label="How the files are written"
              value={style}
              options={[
                { value: 'split', label: 'One project' },
                { value: 'numbered', label: 'A project each' },
              ]}
              onChange={setStyle}
            />
            <Button
              kind="primary"
              icon={<FilePlus size={16} aria-hidden />}
              isBusy={write.isPending}
              disabled={!isReady}
              onClick={() => write.mutate(input)}
            >
              Write files
            </Button>
          </>
        }
      />
      <ScreenBody isBusy={proposal.isFetching}>
        <p className="text-12 text-ink-2">
          <span className="numeric mr-2 text-ink">{file}</span>
          {splitStyles[style]}
        </p>
        {error !== null && <ProblemPanel problems={problemsOf(error)} />}
        {data && data.problems.length > 0 && <ProblemPanel problems={data.problems} />}
        {data ? (
          <>
            <Groups
              groups={data.groups}
              onMove={(service, group) => setMoved((current) => ({ ...current, [service]: group }))}
            />
            <ProposalParts proposal={data} />
          </>
        ) : (
          proposal.isPending && <Bones rows={5} />
        )}
      </ScreenBody>
    </>
  )
}
