import type { ServiceRef } from './lab.ts'

/** Addresses of the page's places; names are encoded, since they may hold anything. */
export const stackPath = (stack: string) => `/stacks/${encodeURIComponent(stack)}`
export const servicePath = (ref: ServiceRef) => `/services/${encodeRef(ref)}`
export const shellPath = (ref: ServiceRef) => `/shell/${encodeRef(ref)}`
export const runPath = (runId: string) => `/runs/${encodeURIComponent(runId)}`
/** The logs of a stack, or of one service of it. */
export const logsPath = (stack: string, service?: string) =>
  service === undefined ? `/logs/${encodeURIComponent(stack)}` : `/logs/${encodeRef({ stack, service })}`

function encodeRef({ stack, service }: ServiceRef): string {
  return `${encodeURIComponent(stack)}/${encodeURIComponent(service)}`
}
