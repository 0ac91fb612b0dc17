/** Names under which the history keeps what is measured. They must not change: days of it are on disk. */

export const hostSubject = 'host'
export const ownSubject = 'switchyard'

/** All containers of a service of a Compose project together, also over their recreation. */
export function serviceSubject(project: string, service: string): string {
  return `service:${project}/${service}`
}

/** A container that Compose has not made. */
export function containerSubject(name: string): string {
  return `container:${name}`
}

/** A thread of the processor, in the kernel's order. */
export function coreSubject(index: number): string {
  return `core:${index}`
}

/** The file system that is mounted there. */
export function diskSubject(mount: string): string {
  return `disk:${mount}`
}

export function sensorSubject(name: string): string {
  return `sensor:${name}`
}

export function gpuSubject({ vendor, index }: { readonly vendor: string; readonly index: number }): string {
  return `gpu:${vendor}-${index}`
}

/** What one service has on one GPU. */
export function gpuShareSubject(
  gpu: { readonly vendor: string; readonly index: number },
  service: string,
): string {
  return `${gpuSubject(gpu)}/${service}`
}
