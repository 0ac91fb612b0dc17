/**
 * How often an attack or a fault is repeated: a few times whenever the tests run, and as often as decision 4 counts them with
 * SWITCHYARD_THOROUGH=1.
 */
export function times({ usual, thorough }: { readonly usual: number; readonly thorough: number }): number {
  return process.env['SWITCHYARD_THOROUGH'] === '1' ? thorough : usual
}
