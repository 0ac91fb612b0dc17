import { z } from 'zod'
import { serviceRefSchema } from './lab.ts'

/** A place of the lab that a person or a program goes to from the machine. */
export const labLinkSchema = z.object({
  /** Stays the same while the address does. */
  id: z.string(),
  name: z.string(),
  /** `http://…` or `https://…`, and `tcp://host:port` for what no browser understands. */
  url: z.string(),
  kind: z.enum(['web', 'tcp']),
  /** Who says so: `links` of switchyard.yaml, a label of one of these, or a published port. */
  from: z.enum(['switchyard.yaml', 'homepage', 'traefik', 'caddy', 'port']),
  stack: z.string(),
  /** Null for a link of the whole stack. */
  service: z.string().nullable(),
  description: z.string().nullable(),
  group: z.string().nullable(),
  /** Whether a container of the service runs; null without a service. */
  isRunning: z.boolean().nullable(),
  /** Published on every address of the machine: a page that comes from elsewhere finds it there as well. */
  isEverywhere: z.boolean(),
})
export type LabLink = Readonly<z.infer<typeof labLinkSchema>>

/** What a link answered when it was tried. */
export const linkCheckSchema = z.object({
  id: z.string(),
  /**
   * `answers`: any HTTP status below 500 · `login`: 401 · `accepts`: a port takes connections · `failing`: 500 and above ·
   * `untrusted`: its certificate is not one to trust · `down`: nothing that answers in time.
   */
  state: z.enum(['answers', 'login', 'accepts', 'failing', 'untrusted', 'down']),
  status: z.number().int().nullable(),
  /** Why it is so, in words; null when the state says it all. */
  detail: z.string().nullable(),
  elapsedMs: z.number(),
  at: z.iso.datetime(),
})
export type LinkCheck = Readonly<z.infer<typeof linkCheckSchema>>

/** How one service is reached from others of a network. */
export const insideAddressSchema = z.object({
  ref: serviceRefSchema,
  isRunning: z.boolean(),
  /** Its own name first, then container names and aliases. */
  names: z.array(z.string()),
  ports: z.array(
    z.object({
      port: z.number().int(),
      /** How that is known: the file publishes or exposes it, its health check asks it, or its image says so. */
      from: z.enum(['published', 'exposed', 'health check', 'image']),
      /** Like `http://api:8080` or `postgresql://db:5432`. */
      address: z.string(),
      /** From the machine, like `127.0.0.1:5432`; none when it is not published. */
      outside: z.array(z.string()),
    }),
  ),
})
export type InsideAddress = Readonly<z.infer<typeof insideAddressSchema>>

export const networkAddressesSchema = z.object({
  network: z.string(),
  services: z.array(insideAddressSchema),
})
export type NetworkAddresses = Readonly<z.infer<typeof networkAddressesSchema>>
