import { Link } from 'wouter'
import type { StackView } from '../../../shared/lab.ts'
import type { LabSnapshot } from '../../../shared/watch.ts'
import { useLabPart } from '../../bridge/use-bridge.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { problemsOfStack } from './card.ts'

const nothing: LabSnapshot['problems'] = []

/** Why a stack cannot be shown: what is wrong with its files, and where. */
export function BrokenStack({ stack }: { readonly stack: StackView }) {
  const all = useLabPart(({ state }) => state?.problems ?? nothing)
  const own = problemsOfStack(stack, all)
  const doctor = (
    <Link href="/doctor" className="underline underline-offset-3">
      Open Doctor
    </Link>
  )
  if (own.length > 0) return <ProblemView problems={own} action={doctor} />
  return <p className="px-10 pb-2 text-12 text-ink-2">Its Compose files cannot be read. {doctor}</p>
}
