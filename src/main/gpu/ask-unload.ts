import { STATUS_CODES } from 'node:http'
import { formatDuration } from '../../shared/format.ts'
import type { GpuUnload } from '../lab/model.ts'

/** Runs a program of the operator; why it did not end well, after its name, or null. */
export type RunProgram = (command: readonly string[], timeoutMs: number) => Promise<string | null>

/**
 * Asks a service to give its memory back. Null when it has agreed, which says nothing about the memory yet; otherwise why not, as
 * the rest of a sentence. Throws only the signal's reason.
 */
export async function askUnload(
  unload: GpuUnload,
  { runProgram, signal }: { readonly runProgram: RunProgram; readonly signal: AbortSignal },
): Promise<string | null> {
  signal.throwIfAborted()
  if (unload.kind === 'http') return callHttp(unload, signal)
  const { command, problem } = unload.script
  if (problem) return problem.message.replace(/\.$/, '')
  const fault = await runProgram(command, unload.timeoutMs)
  signal.throwIfAborted()
  return fault === null ? null : `${command[0]} ${fault}`
}

/** The same as a person would write it. */
export function unloadCommand(unload: GpuUnload): readonly string[] {
  if (unload.kind === 'program') return unload.script.command
  const { method, url, body } = unload
  return [
    'curl',
    '-X',
    method,
    url,
    ...(body === null ? [] : ['-H', `content-type: ${contentType(body)}`, '-d', body]),
  ]
}

async function callHttp(
  { url, method, body, timeoutMs }: Extract<GpuUnload, { kind: 'http' }>,
  signal: AbortSignal,
): Promise<string | null> {
  const { origin, pathname } = new URL(url)
  const name = `${origin}${pathname}`
  const limit = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      // A GET with a body is no request that anybody sends.
      ...(body === null || method === 'GET' ? {} : { body, headers: { 'content-type': contentType(body) } }),
      signal: AbortSignal.any([signal, limit]),
    })
    await response.body?.cancel()
    return response.ok
      ? null
      : `${name} answered ${response.status} ${STATUS_CODES[response.status] ?? ''}`.trim()
  } catch (error) {
    signal.throwIfAborted()
    if (limit.aborted) return `${name} did not answer within ${formatDuration(timeoutMs)}`
    const { cause } = error as { readonly cause?: { readonly code?: string } }
    return `${name} does not answer${cause?.code === undefined ? '' : ` (${cause.code})`}`
  }
}

function contentType(body: string): string {
  try {
    JSON.parse(body)
    return 'application/json'
  } catch {
    return 'text/plain'
  }
}
