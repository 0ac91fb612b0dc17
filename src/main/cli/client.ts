import type { ContractRouterClient } from '@orpc/contract'
import type { contract } from '../../shared/contract.ts'

/** The contract as this door sees it. */
export type Client = ContractRouterClient<typeof contract>

/** A running core: what the door opens once and gives back at its end. */
export interface Core {
  readonly client: Client
  dispose(): Promise<void>
}
