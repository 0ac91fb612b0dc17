import { hidden, isPlainValue, isSecretName, type Mask } from './secrets.ts'

/** The same value with every text in it masked; keys stay. */
export function maskAll<Value>(value: Value, mask: Mask): Value {
  return maskAny(value, mask) as Value
}

function maskAny(value: unknown, mask: Mask): unknown {
  if (typeof value === 'string') return mask(value)
  if (Array.isArray(value)) return value.map((item) => maskAny(item, mask))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, own]) => [key, maskAny(own, mask)]))
}

/** A command; what follows `--password` in it is one, whatever it says. */
export function maskArguments(args: readonly string[], mask: Mask): string[] {
  return args.map((argument, index) =>
    isSecretFlag(args[index - 1]) && !isPlainValue('', argument) ? hidden : mask(argument),
  )
}

/** `--password` or `-token` in a command. */
export function isSecretFlag(argument: unknown): boolean {
  return typeof argument === 'string' && /^--?[A-Za-z][\w-]+$/.test(argument) && isSecretName(argument)
}
