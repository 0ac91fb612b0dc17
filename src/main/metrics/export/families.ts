import { gpuFamilies } from './gpu-families.ts'
import { hostFamilies } from './host-families.ts'
import type { Family } from './model.ts'
import { ownFamilies } from './own-families.ts'
import { stateFamilies, usageFamilies } from './service-families.ts'

/** Everything that Prometheus is told, in the order in which it is told. */
export const families: readonly Family[] = [
  ...usageFamilies,
  ...stateFamilies,
  ...hostFamilies,
  ...gpuFamilies,
  ...ownFamilies,
]
