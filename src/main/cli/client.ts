import type { ContractRouterClient } from '@orpc/contract'
import type { contract } from '../../shared/contract.ts'
import type { Core as WholeCore } from '../core.ts'

type Labs = (typeof contract)['labs']

/** The part of the contract that this door uses. */
type CliContract = {
  labs: Pick<Labs, 'list' | 'describe' | 'init' | 'add' | 'status' | 'watch' | 'logs' | 'doctor'>
  runs: (typeof contract)['runs']
}
export type Client = ContractRouterClient<CliContract>

/** A running core: what the door opens once and gives back at its end. */
export interface Core {
  readonly client: Client
  /** What the web door serves. */
  readonly router: WholeCore['router']
  dispose(): Promise<void>
}
