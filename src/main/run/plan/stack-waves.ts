import type { Gates } from './gates.ts'
import type { LabService } from '../facts/lab-model.ts'

/**
 * Stacks by wave, for showing: a stack comes after those it needs and those that the layout puts before it. A single
 * service that reaches into a later stack does not move its whole stack.
 */
export function collectStackWaves(services: readonly LabService[], gates: Gates): string[][] {
  const stacks = [...new Map(services.map(({ stack }) => [stack.name, stack])).values()]
  const waveOf = new Map<string, number>()
  const visit = (name: string, seen: readonly string[]): number => {
    const known = waveOf.get(name)
    if (known !== undefined) return known
    const before = stacksBefore(name, services, gates).filter((other) => !seen.includes(other))
    const wave = Math.max(-1, ...before.map((other) => visit(other, [...seen, name]))) + 1
    waveOf.set(name, wave)
    return wave
  }
  for (const stack of stacks.toSorted((a, b) => a.order - b.order)) visit(stack.name, [])
  const waves: string[][] = []
  for (const { name } of stacks) (waves[waveOf.get(name) ?? 0] ??= []).push(name)
  return waves
}

function stacksBefore(name: string, services: readonly LabService[], gates: Gates): string[] {
  const own = services.filter(({ stack }) => stack.name === name)
  const before = own.flatMap(({ key }) =>
    (gates.get(key) ?? []).filter(({ from }) => from !== 'depends_on').map(({ on }) => on.stack),
  )
  return [...new Set(before)].filter((other) => other !== name)
}
