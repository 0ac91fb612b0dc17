import { readinessSchema } from '../../../shared/readiness.ts'
import type { ServiceStatus } from '../../../shared/status.ts'
import type { Exported, Family } from './model.ts'
import type { ServiceUsage } from './usage-totals.ts'

const usageLabels = ['project', 'service']
const stateLabels = ['lab', 'project', 'stack', 'service']

function usage(
  name: Family['name'],
  kind: Family['kind'],
  help: string,
  valueOf: (usage: ServiceUsage) => number | null,
): Family {
  const read = ({ services }: Exported) =>
    services.map((each) => [{ project: each.project, service: each.service }, valueOf(each)] as const)
  return { name, kind, help, labels: usageLabels, read }
}

/** What the containers of each service use together; those that Compose has not made have empty labels. */
export const usageFamilies: readonly Family[] = [
  usage(
    'switchyard_service_cpu_seconds_total',
    'counter',
    'Processor time used by the containers of the service.',
    ({ totals: { cpuNs } }) => (cpuNs === null ? null : cpuNs / 1e9),
  ),
  usage(
    'switchyard_service_memory_bytes',
    'gauge',
    'Memory in use, without the page cache that lies idle, as docker stats counts it.',
    ({ memoryBytes }) => memoryBytes,
  ),
  usage(
    'switchyard_service_memory_limit_bytes',
    'gauge',
    'Memory limit; absent when one of the containers has none.',
    ({ memoryLimitBytes }) => memoryLimitBytes,
  ),
  usage(
    'switchyard_service_network_receive_bytes_total',
    'counter',
    'Bytes received; absent in the network of the host or of another container.',
    ({ totals }) => totals.networkInBytes,
  ),
  usage(
    'switchyard_service_network_transmit_bytes_total',
    'counter',
    'Bytes sent; absent in the network of the host or of another container.',
    ({ totals }) => totals.networkOutBytes,
  ),
  usage(
    'switchyard_service_disk_read_bytes_total',
    'counter',
    'Bytes read from block devices.',
    ({ totals }) => totals.diskReadBytes,
  ),
  usage(
    'switchyard_service_disk_written_bytes_total',
    'counter',
    'Bytes written to block devices.',
    ({ totals }) => totals.diskWriteBytes,
  ),
  usage(
    'switchyard_service_processes',
    'gauge',
    'Processes and threads in the containers of the service.',
    ({ processes }) => processes,
  ),
  usage(
    'switchyard_service_containers',
    'gauge',
    'Containers of the service that run.',
    ({ containers }) => containers,
  ),
]

/** Services of the labs, with the labels that each has; of copies of a lab, one is told. */
function servicesOf({ labs }: Exported) {
  const services = labs.flatMap(({ lab, stacks }) =>
    stacks.flatMap(({ name: stack, project, services }) =>
      services.map((status) => ({
        status,
        labels: { lab: lab.name, project, stack, service: status.name },
      })),
    ),
  )
  return [...new Map(services.map((each) => [Object.values(each.labels).join('/'), each])).values()]
}

function state(
  name: Family['name'],
  help: string,
  valueOf: (status: ServiceStatus) => number | null,
): Family {
  const read = (now: Exported) =>
    servicesOf(now).map(({ labels, status }) => [labels, valueOf(status)] as const)
  return { name, kind: 'gauge', help, labels: stateLabels, read }
}

/** Of services that have a health check and a container, from their latest recorded check. */
function check(
  name: Family['name'],
  help: string,
  valueOf: (check: { readonly atMs: number; readonly durationMs: number }) => number,
): Family {
  const read = (now: Exported) =>
    servicesOf(now).map(({ labels, status }) => {
      const latest = status.health === null ? null : now.latestCheckOf(labels.project, labels.service)
      return [labels, latest && valueOf(latest)] as const
    })
  return { name, kind: 'gauge', help, labels: stateLabels, read }
}

/** How the services of the labs are, whether they run or not. */
export const stateFamilies: readonly Family[] = [
  {
    name: 'switchyard_service_readiness',
    kind: 'gauge',
    help: 'Where the service is on its way up: 1 for the readiness that it has, 0 for the others.',
    labels: [...stateLabels, 'readiness'],
    read: (now) =>
      servicesOf(now).flatMap(({ labels, status }) =>
        readinessSchema.options.map(
          (readiness) => [{ ...labels, readiness }, Number(status.readiness === readiness)] as const,
        ),
      ),
  },
  state(
    'switchyard_service_healthy',
    'Whether its health check says healthy; absent without a health check or container.',
    ({ health }) => (health === null ? null : Number(health === 'healthy')),
  ),
  check(
    'switchyard_service_health_check_duration_seconds',
    'How long its health check took when that was recorded last, which is when the health changes.',
    ({ durationMs }) => durationMs / 1000,
  ),
  check(
    'switchyard_service_health_check_timestamp_seconds',
    'When that check was made, in seconds since 1970.',
    ({ atMs }) => atMs / 1000,
  ),
  state(
    'switchyard_service_start_time_seconds',
    'When it was started, in seconds since 1970; absent while it does not run.',
    ({ state: container, startedAt }) =>
      container === 'running' && startedAt !== null ? Date.parse(startedAt) / 1000 : null,
  ),
  {
    name: 'switchyard_service_starts_total',
    kind: 'counter',
    help: 'Starts and restarts of its containers, whoever asked for them.',
    labels: stateLabels,
    read: (now) =>
      servicesOf(now).map(({ labels }) => [labels, now.turnsOf(labels.project, labels.service).starts]),
  },
  {
    name: 'switchyard_service_exits_total',
    kind: 'counter',
    help: 'Ends of its containers: done with exit code 0, failed with another.',
    labels: [...stateLabels, 'result'],
    read: (now) =>
      servicesOf(now).flatMap(({ labels }) => {
        const turns = now.turnsOf(labels.project, labels.service)
        return (['done', 'failed'] as const).map((result) => [{ ...labels, result }, turns[result]] as const)
      }),
  },
]
