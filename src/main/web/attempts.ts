const maxAttempts = 10
const windowMs = 60_000

export interface Attempts {
  /** Whether this address may try a token now. */
  mayTry(address: string): boolean
  failed(address: string): void
}

/** Slows down whoever guesses the operator's token: ten wrong ones a minute for an address. */
export function createAttempts(now: () => number): Attempts {
  const failures = new Map<string, { readonly sinceMs: number; readonly count: number }>()
  const forget = () => {
    for (const [address, { sinceMs }] of failures) if (now() - sinceMs >= windowMs) failures.delete(address)
  }
  return {
    mayTry(address) {
      forget()
      return (failures.get(address)?.count ?? 0) < maxAttempts
    },
    failed(address) {
      const { sinceMs, count } = failures.get(address) ?? { sinceMs: now(), count: 0 }
      failures.set(address, { sinceMs, count: count + 1 })
    },
  }
}
