import type { ContractRouterClient } from '@orpc/contract'
import type { contract } from '../../shared/contract.ts'
import type { Core as WholeCore } from '../core.ts'

type Labs = (typeof contract)['labs']

/** The part of the contract that this door uses. */
type CliContract = {
  labs: Pick<Labs, 'list' | 'describe' | 'init' | 'add' | 'status' | 'watch' | 'logs' | 'doctor'>
  app: (typeof contract)['app']
  settings: Pick<(typeof contract)['settings'], 'get'>
  environments: (typeof contract)['environments']
  alerts: Pick<(typeof contract)['alerts'], 'list'>
  metrics: Pick<(typeof contract)['metrics'], 'watch'>
  moveIn: (typeof contract)['moveIn']
  services: Pick<(typeof contract)['services'], 'record'>
  shells: (typeof contract)['shells']
  finding: (typeof contract)['finding']
  links: (typeof contract)['links']
  runs: (typeof contract)['runs']
  autostart: (typeof contract)['autostart']
  schedules: (typeof contract)['schedules']
  host: (typeof contract)['host']
  storage: (typeof contract)['storage']
  secrets: (typeof contract)['secrets']
  variables: (typeof contract)['variables']
  gpu: (typeof contract)['gpu']
  updates: (typeof contract)['updates']
}
export type Client = ContractRouterClient<CliContract>

/** A running core: what the door opens once and gives back at its end. */
export interface Core {
  readonly client: Client
  /** What the web door serves. */
  readonly router: WholeCore['router']
  /** Installs the host helper; for an operator at this machine only. */
  readonly hostSetup: WholeCore['hostSetup']
  /** What the web door tells Prometheus. */
  readonly openMetricExport: WholeCore['openMetricExport']
  /** The runs that go on in this process, and that `dispose` cancels. */
  readonly ongoingRuns: WholeCore['ongoingRuns']
  dispose(): Promise<void>
}
