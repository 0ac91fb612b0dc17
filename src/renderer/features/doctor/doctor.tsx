import { useCallback, useMemo, useRef, useState } from 'react'
import { problemsOf } from '../../bridge/problems.ts'
import { useLabPart } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Signal } from '../../ui/signal.tsx'
import { Bones } from '../../ui/surface.tsx'
import { DoctorHead } from './doctor-head.tsx'
import { EngineDown } from './engine-down.tsx'
import { FindingList } from './finding-list.tsx'
import { isEngineDown, sortFindings } from './findings.ts'
import { FixAllDialog } from './fix-all-dialog.tsx'
import { FixPanel } from './fix-panel.tsx'
import { Passed } from './passed.tsx'
import { useDoctor } from './use-doctor.ts'
import { useDoctorActions } from './use-doctor-actions.ts'

const none: readonly never[] = []

export default function Screen() {
  const problems = useLabPart(({ state }) => state?.problems ?? none)
  const doctor = useDoctor()
  const { examination, fix, fixing, checkAgain } = doctor
  const [chosenId, setChosenId] = useState<string | null>(null)
  const [isAskingAll, setIsAskingAll] = useState(false)
  const listRef = useRef<HTMLDivElement>(null)
  const applyRef = useRef<HTMLButtonElement>(null)

  const sorted = useMemo(
    () => sortFindings(examination?.report.findings ?? [], problems),
    [examination, problems],
  )
  const engineDown = sorted.errors.find(isEngineDown)
  const listed = useMemo(
    () => [...sorted.errors, ...sorted.warnings].filter((finding) => !isEngineDown(finding)),
    [sorted],
  )
  const selected = listed.find(({ id }) => id === chosenId) ?? listed[0]

  const show = useCallback((id: string) => {
    setChosenId(id)
    // The button is there after the next drawing.
    requestAnimationFrame(() => applyRef.current?.focus())
  }, [])
  const move = useCallback(
    (by: 1 | -1) => {
      const index = listed.findIndex(({ id }) => id === selected?.id) + by
      const rows = listRef.current?.querySelectorAll<HTMLElement>('[data-finding]')
      rows?.[Math.min(Math.max(index, 0), listed.length - 1)]?.focus()
    },
    [listed, selected],
  )
  const isFixing = fixing.length > 0
  const fixIds = useCallback(
    (ids: readonly string[]) => {
      if (!isFixing) fix(ids, () => requestAnimationFrame(() => keepFocus(listRef.current)))
    },
    [fix, isFixing],
  )
  const fixSelected = useMemo(() => (selected?.fix ? () => fixIds([selected.id]) : null), [selected, fixIds])
  const askAll = useCallback(() => setIsAskingAll(true), [])
  useDoctorActions({
    onCheckAgain: checkAgain,
    onMove: move,
    onFix: fixSelected,
    onFixAll: sorted.fixable.length > 0 ? askAll : null,
  })

  return (
    <>
      <DoctorHead
        sorted={sorted}
        examination={examination}
        isChecking={doctor.isChecking}
        isFixing={isFixing}
        onCheckAgain={checkAgain}
        onFixAll={askAll}
      />
      <div className="flex min-h-0 flex-1 max-[860px]:flex-col max-[860px]:overflow-auto">
        <div
          ref={listRef}
          tabIndex={-1}
          className="min-h-0 min-w-0 flex-1 overflow-auto max-[860px]:flex-none"
        >
          {doctor.error !== null && (
            <ProblemView
              problems={problemsOf(doctor.error)}
              action={<Button onClick={checkAgain}>Check again</Button>}
            />
          )}
          <div role="status">{doctor.done && doctor.done.length > 0 && <Done sentences={doctor.done} />}</div>
          {engineDown && <EngineDown finding={engineDown} />}
          {!examination && doctor.isChecking && <Bones rows={5} />}
          {examination && listed.length === 0 && !engineDown && (
            <p className="border-b border-line px-5 py-4 text-ink-2 max-[1240px]:px-3.5">
              Nothing keeps this lab from starting.
            </p>
          )}
          {listed.length > 0 && (
            <FindingList
              findings={listed}
              selectedId={selected?.id ?? null}
              fixing={fixing}
              onSelect={setChosenId}
              onFix={show}
            />
          )}
          {examination && sorted.passed.length > 0 && <Passed findings={sorted.passed} />}
        </div>
        {selected && (
          <aside
            aria-label="What the fix does"
            className="w-[clamp(320px,29vw,440px)] shrink-0 overflow-auto border-l border-line bg-surface max-[860px]:w-full max-[860px]:border-t max-[860px]:border-l-0"
          >
            <FixPanel
              key={selected.id}
              finding={selected}
              isFixing={isFixing}
              error={doctor.fixError}
              applyRef={applyRef}
              onApply={() => fixIds([selected.id])}
            />
          </aside>
        )}
      </div>
      {isAskingAll && (
        <FixAllDialog
          findings={sorted.fixable}
          onClose={() => setIsAskingAll(false)}
          onApply={() => fixIds(sorted.fixable.map(({ id }) => id))}
        />
      )}
    </>
  )
}

/** What had the focus is gone with the finding that was fixed: the next one gets it, or the list when none is left. */
function keepFocus(list: HTMLElement | null): void {
  if (document.activeElement !== document.body) return
  const next = list?.querySelector<HTMLElement>('[data-finding][tabindex="0"]') ?? list
  next?.focus()
}

function Done({ sentences }: { readonly sentences: readonly string[] }) {
  return (
    <ul
      aria-label="What was fixed"
      className="grid gap-1 border-b border-line px-5 py-2.5 max-[1240px]:px-3.5"
    >
      {sentences.map((sentence) => (
        <li key={sentence} className="flex gap-2">
          <span className="mt-0.5">
            <Signal state="done" label="done" />
          </span>
          <span className="min-w-0 [overflow-wrap:anywhere]">{sentence}</span>
        </li>
      ))}
    </ul>
  )
}
