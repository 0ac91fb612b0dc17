import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { formatCount } from '../../../shared/format.ts'
import type { LabView } from '../../../shared/lab.ts'
import { problemsOf } from '../../bridge/problems.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Signal } from '../../ui/signal.tsx'
import { Bones, Panel } from '../../ui/surface.tsx'
import { pathBelow } from './paths.ts'
import { WriteFileDialog } from './write-file-dialog.tsx'

/** What discovery makes of a folder, and why. */
export function FoundLab({
  dir,
  isOpening,
  onOpen,
  onClose,
}: {
  readonly dir: string
  readonly isOpening: boolean
  readonly onOpen: () => void
  readonly onClose: () => void
}) {
  const orpc = useOrpc()
  const lab = useQuery(orpc.labs.describe.queryOptions({ input: { dir }, staleTime: 0 }))
  const [isWriting, setIsWriting] = useState(false)
  const close = (
    <Button
      kind="ghost"
      size="small"
      aria-label="Close"
      icon={<X size={14} aria-hidden />}
      onClick={onClose}
    />
  )
  return (
    <Panel title={lab.data ? `What is in ${lab.data.name}` : 'What is in it'} end={close}>
      {lab.isPending && <Bones rows={4} />}
      {lab.isError && (
        <ProblemView
          problems={problemsOf(lab.error)}
          action={<Button onClick={() => void lab.refetch()}>Look again</Button>}
        />
      )}
      {lab.data && (
        <>
          <Summary lab={lab.data}>
            {lab.data.configFile === null && (
              <Button onClick={() => setIsWriting(true)}>Write switchyard.yaml…</Button>
            )}
            <Button kind="primary" isBusy={isOpening} onClick={onOpen}>
              Open this lab
            </Button>
          </Summary>
          <AsItIs dir={dir} />
          <Stacks lab={lab.data} />
          <Reasons
            title="Layers: they only change a stack"
            rows={lab.data.layers.map(({ name, stack, why }) => ({ name: `${name} of ${stack}`, why }))}
          />
          <Reasons
            title="Left out"
            rows={lab.data.notes.map(({ file, why }) => ({ name: pathBelow(lab.data.dir, file), why }))}
          />
        </>
      )}
      {isWriting && <WriteFileDialog dir={dir} onClose={() => setIsWriting(false)} />}
    </Panel>
  )
}

function Summary({ lab, children }: { readonly lab: LabView; readonly children: ReactNode }) {
  const services = lab.stacks.reduce((sum, stack) => sum + stack.services.length, 0)
  return (
    <div className="flex flex-wrap items-center gap-2 px-3 pb-3">
      <div className="min-w-0 flex-1">
        <p>
          {formatCount(lab.stacks.length, 'stack')} with {formatCount(services, 'service')}
          {lab.configFile === null
            ? ', found by looking at the files.'
            : `, as ${pathBelow(lab.dir, lab.configFile)} says.`}
        </p>
        <p title={lab.dir} className="numeric truncate text-12 text-ink-3">
          {lab.dir}
        </p>
      </div>
      {children}
    </div>
  )
}

/** What runs of it already, and who else goes by its name. */
function AsItIs({ dir }: { readonly dir: string }) {
  const orpc = useOrpc()
  const { data } = useQuery(orpc.app.situation.queryOptions({ input: { dir }, staleTime: 0 }))
  if (!data || !['lab-up', 'lab-partly-up', 'other-lab'].includes(data.kind)) return null
  const isOther = data.kind === 'other-lab'
  return (
    <div role="status" className="flex gap-2 border-t border-line px-3 py-2">
      <Signal state={data.level === 'ok' ? 'ready' : 'warning'} label={null} />
      <p className="min-w-0 break-words">
        {data.title} {data.sentence}{' '}
        {!isOther && <span className="text-ink-2">Opening it shows that, and starts nothing.</span>}
      </p>
    </div>
  )
}

function Stacks({ lab: { dir, stacks } }: { readonly lab: LabView }) {
  return (
    <ol className="border-t border-line">
      {stacks
        .toSorted((a, b) => a.wave - b.wave)
        .map(({ name, wave, alwaysOn, services, why, dir: folder, files }) => (
          <li key={name} className="grid grid-cols-[24px_minmax(0,1fr)] gap-x-2 px-3 py-1.5">
            <span
              title={`Wave ${wave + 1}`}
              className="mt-0.5 grid size-[18px] place-items-center rounded-full border-[1.5px] border-line-control text-11 leading-none font-semibold text-ink-2"
            >
              {wave + 1}
            </span>
            <div className="min-w-0">
              <p className="flex flex-wrap items-baseline gap-x-2">
                <span className="font-medium break-all">{name}</span>
                <span className="text-12 text-ink-3">
                  {formatCount(services.length, 'service')}
                  {alwaysOn && ', always on'}
                </span>
                <span className="numeric text-12 break-all text-ink-3">
                  {files.map((file) => pathBelow(dir, file)).join(' + ') || pathBelow(dir, folder)}
                </span>
              </p>
              <p className="text-12 break-words text-ink-2">{why}</p>
            </div>
          </li>
        ))}
    </ol>
  )
}

function Reasons({
  title,
  rows,
}: {
  readonly title: string
  readonly rows: readonly { readonly name: string; readonly why: string }[]
}) {
  if (rows.length === 0) return null
  return (
    <section aria-label={title} className="border-t border-line px-3 py-2">
      <h3 className="pb-1 text-12 text-ink-3">{title}</h3>
      <ul className="grid gap-1 text-12">
        {rows.map(({ name, why }, index) => (
          <li key={index} className="break-words">
            <span className="numeric break-all">{name}</span> <span className="text-ink-2">{why}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
