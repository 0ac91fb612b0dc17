import { z } from 'zod'

const idSchema = z.string().regex(/^[0-9a-z]{1,16}$/)

/**
 * What a page may send over the bridge: a call of a procedure with one JSON value, or the end of a call. The protocol of the
 * library knows more (streams and files from the page, other methods, foreign addresses); the contract needs none of it.
 */
const frameSchema = z.union([
  z.strictObject({
    i: idSchema,
    t: z.literal(1).optional(),
    p: z.strictObject({
      u: z.string().regex(/^(\/[A-Za-z]{1,40}){1,4}$/),
      b: z
        .strictObject({ json: z.unknown().optional(), meta: z.array(z.array(z.unknown())).optional() })
        .optional(),
      h: z.strictObject({ 'last-event-id': z.string().max(200) }).optional(),
    }),
  }),
  z.strictObject({ i: idSchema, t: z.literal(4), p: z.undefined().optional() }),
])

/** Why the frame is refused; null for one that may be handed on. */
export function refuseFrame(data: string): string | null {
  try {
    return frameSchema.safeParse(JSON.parse(data)).success ? null : 'a message that is not a call'
  } catch {
    return 'a message that is not JSON'
  }
}
