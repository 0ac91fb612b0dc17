import { SwitchyardError } from '../../shared/errors.ts'
import type { ServiceRef } from '../../shared/lab.ts'
import { formatServiceRef } from '../../shared/format.ts'
import type { Stack } from '../lab/model.ts'
import type { LabModel, LabService } from '../run/facts/lab-model.ts'
import { parseTargets } from '../run/plan/select-targets.ts'

/** Throws NAME_UNKNOWN with the nearest name, and what Compose says of a stack that it refuses. */
export function findService(model: LabModel, ref: ServiceRef): LabService {
  const key = formatServiceRef(ref)
  parseTargets(model, [key])
  const service = model.services.find((each) => each.key === key)
  if (!service) throw unknown(`There is no service named ${key} in lab ${model.lab.name}.`)
  return service
}

/** Throws NAME_UNKNOWN with the nearest name, and what Compose says of a stack that it refuses. */
export function findStack(model: LabModel, name: string): Stack {
  const broken = model.broken.get(name)
  if (broken) throw broken
  const stack = model.lab.stacks.find((each) => each.name === name)
  if (!stack) {
    const names = model.lab.stacks.map((each) => each.name).join(', ')
    throw unknown(`There is no stack named ${name} in lab ${model.lab.name}.`, `The stacks are: ${names}.`)
  }
  return stack
}

function unknown(message: string, hint?: string): SwitchyardError {
  return new SwitchyardError('NAME_UNKNOWN', message, { hint })
}
