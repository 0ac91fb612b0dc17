import { SwitchyardError } from '../../shared/errors.ts'
import { loadLab } from '../lab/load-lab.ts'
import { lockOrName } from '../run/lock-or-name.ts'
import { listVariables } from '../secrets/variables/list-variables.ts'
import { implementer } from './implementer.ts'
import type { Rooms } from './rooms.ts'

/** Providers of secrets and the variables of a lab: names and places, never values. */
export function secretProcedures(rooms: Rooms) {
  const { history, paths, secrets, variables: shell } = rooms
  return {
    secrets: {
      list: implementer.secrets.list.handler(async ({ input }) => {
        const declared = await secrets.declared(input.dir)
        return declared.length === 0 ? [] : [...secrets.describe(await loadLab(input, rooms), declared)]
      }),
      fetch: implementer.secrets.fetch.handler(async ({ input, signal }) => {
        const unlock = lockOrName(history, paths.stateDir, input.dir)
        try {
          const declared = await secrets.declared(input.dir)
          return [...(await secrets.fetch(input.dir, declared, signal))]
        } finally {
          unlock()
        }
      }),
    },
    variables: {
      list: implementer.variables.list.handler(async ({ input }) => {
        const lab = await loadLab(input, rooms)
        const known = lab.stacks.map(({ name }) => name)
        if (input.stack !== null && !known.includes(input.stack))
          throw new SwitchyardError('NAME_UNKNOWN', `There is no stack \`${input.stack}\`.`, {
            hint: `Stacks: ${known.join(', ')}.`,
          })
        return listVariables(lab, {
          shell,
          declared: await secrets.declared(input.dir),
          stack: input.stack,
        })
      }),
    },
  }
}
