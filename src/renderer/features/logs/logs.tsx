import { useMemo } from 'react'
import { useParams } from 'wouter'
import { useLabPart } from '../../bridge/use-bridge.tsx'
import { Bones, Empty } from '../../ui/surface.tsx'
import { LogsOf } from './logs-of.tsx'
import { listSources } from './sources.ts'

/** The logs of a lab, of a stack or of one service, as the address says; others can be added. */
export default function Logs() {
  const stacks = useLabPart(({ state }) => state?.lab.stacks)
  const { stack, service } = useParams<{ stack?: string; service?: string }>()
  const sources = useMemo(() => listSources(stacks ?? []), [stacks])
  const asked = useMemo(() => {
    const found = sources.filter(
      ({ key, stack: own }) =>
        stack === undefined || (service === undefined ? own === stack : key === `${stack}/${service}`),
    )
    return new Set(found.map(({ key }) => key))
  }, [sources, stack, service])
  if (!stacks) return <Bones rows={6} />
  if (sources.length === 0) return <Empty>This lab has no services yet, so nothing can say anything.</Empty>
  if (asked.size === 0)
    return <Empty>{`The lab has no ${service === undefined ? 'stack' : 'service'} of this name.`}</Empty>
  return <LogsOf sources={sources} asked={asked} />
}
