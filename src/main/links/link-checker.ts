import PQueue from 'p-queue'
import type { LabLink, LinkCheck } from '../../shared/links.ts'
import { checkLink } from './check-link.ts'

/** Tries links for everybody who looks, each address no more often than it makes sense. */
export interface LinkChecker {
  /** In the order of the links. */
  check(links: readonly Pick<LabLink, 'id' | 'url'>[], signal?: AbortSignal): Promise<LinkCheck[]>
}

type Answer = Awaited<ReturnType<typeof checkLink>>

/** Whoever else looks gets the same answer for so long. */
const freshMs = 2000
const checksAtOnce = 8
const mostKept = 1000

export function createLinkChecker(ask: typeof checkLink = checkLink): LinkChecker {
  const queue = new PQueue({ concurrency: checksAtOnce })
  const answers = new Map<string, { readonly askedAtMs: number; readonly answer: Promise<Answer> }>()

  function answerOf(url: string): Promise<Answer> {
    const kept = answers.get(url)
    if (kept && performance.now() - kept.askedAtMs < freshMs) return kept.answer
    // Not the asker's signal: somebody else may wait for the same answer, and it comes within seconds anyway.
    const answer = queue.add(() => ask(url))
    if (answers.size >= mostKept) answers.clear()
    answers.set(url, { askedAtMs: performance.now(), answer })
    return answer
  }

  return {
    async check(links, signal) {
      const checks = await Promise.all(links.map(async ({ id, url }) => ({ id, ...(await answerOf(url)) })))
      signal?.throwIfAborted()
      return checks
    },
  }
}
