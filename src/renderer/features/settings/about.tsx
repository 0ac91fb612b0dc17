import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { problemsOf } from '../../bridge/problems.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Bones, KeyValues, Panel } from '../../ui/surface.tsx'

/** What this Switchyard is, and where it keeps what it knows. */
export function About() {
  const orpc = useOrpc()
  const { data, error, isPending } = useQuery(orpc.app.info.queryOptions())
  const rows: readonly (readonly [string, string])[] = data
    ? [
        ['Version', data.version],
        ['Engine', data.engineAddress],
        ['Settings', data.configDir],
        ['History', data.stateDir],
        ['Node', data.node],
        ['Platform', data.platform],
        ['Licence', 'MIT'],
      ]
    : []
  return (
    <Panel
      title="About Switchyard"
      end={data && <CopyButton text={rows.map((row) => row.join(': ')).join('\n')} label="Copy all of it" />}
    >
      <div className="border-t border-line px-3 py-3">
        {isPending && <Bones rows={4} />}
        {error !== null && <ProblemView problems={problemsOf(error)} />}
        {data && <KeyValues rows={rows.map(([name, value]) => [name, readOut(value)] as const)} />}
      </div>
    </Panel>
  )
}

function readOut(value: string): ReactNode {
  return <span className="numeric break-all">{value}</span>
}
