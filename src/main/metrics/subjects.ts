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

export function gpuSubject({ vendor, index }: { readonly vendor: string; readonly index: number }): string {
  return `gpu:${vendor}-${index}`
}
