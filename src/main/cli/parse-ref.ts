import { errorFromProblems } from '../../shared/errors.ts'
import type { ServiceRef } from '../../shared/lab.ts'

/** Reads `stack/service`. Throws NAME_UNKNOWN. */
export function parseRef(name: string): ServiceRef {
  const slash = name.indexOf('/')
  if (slash > 0) return { stack: name.slice(0, slash), service: name.slice(slash + 1) }
  throw errorFromProblems([
    {
      code: 'NAME_UNKNOWN',
      message: `"${name}" is not the name of a service.`,
      hint: 'Write it as stack/service; `switchyard status` has the names.',
    },
  ])
}
