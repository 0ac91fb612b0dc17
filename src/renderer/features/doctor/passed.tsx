import type { Finding } from '../../../shared/doctor.ts'
import { Signal } from '../../ui/signal.tsx'

/** What is fine, in few words each. */
export function Passed({ findings }: { readonly findings: readonly Finding[] }) {
  return (
    <section aria-label="Passed">
      <div className="flex items-center gap-2 px-5 pt-[18px] pb-2 max-[1240px]:px-3.5">
        <h2>Passed</h2>
        <span className="numeric text-ink-3">{findings.length}</span>
      </div>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(260px,1fr))] gap-x-5 px-5 pb-5 max-[1240px]:px-3.5">
        {findings.map(({ id, message }) => (
          <li key={id} className="flex min-h-[30px] gap-2 border-t border-line py-[7px] text-12 text-ink-2">
            <span className="mt-px">
              <Signal state="ready" label="passed" size={14} />
            </span>
            <span className="min-w-0 [overflow-wrap:anywhere]">{message}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
