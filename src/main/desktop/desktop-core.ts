import type { ContractRouterClient } from '@orpc/contract'
import type { contract } from '../../shared/contract.ts'
import type { Core } from '../core.ts'

/** The part of the contract that this door itself uses; the page has all of it. */
type DesktopContract = Pick<typeof contract, 'app' | 'settings'> & {
  labs: Pick<(typeof contract)['labs'], 'add' | 'list' | 'describe' | 'watch'>
  links: Pick<(typeof contract)['links'], 'list'>
  alerts: Pick<(typeof contract)['alerts'], 'watch'>
  environments: (typeof contract)['environments']
  host: Pick<(typeof contract)['host'], 'state' | 'preview' | 'act'>
  runs: Pick<(typeof contract)['runs'], 'plan' | 'start' | 'cancel' | 'events' | 'history'>
}
export type DesktopClient = ContractRouterClient<DesktopContract>

/** What the door needs of a running core. */
export type DesktopCore = Pick<Core, 'router' | 'ongoingRuns' | 'woke' | 'dispose'> & {
  readonly client: DesktopClient
}
