/** `512MiB`, `16GiB`, `1.5TiB`; `M`, `MB` and so on mean the same, as everybody writes them. */
export const sizePattern = /^(\d+(?:\.\d+)?)\s*([MGT])(?:i?B)?$/i

const mib = { M: 1, G: 1024, T: 1024 * 1024 } as const

/** Whole MiB of a size as written; NaN for what is not a size. */
export function parseSizeMib(written: string): number {
  const [, amount, unit] = sizePattern.exec(written) ?? []
  return unit === undefined
    ? Number.NaN
    : Math.round(Number(amount) * mib[unit.toUpperCase() as keyof typeof mib])
}
