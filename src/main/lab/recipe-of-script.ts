import type { RecipeSettings } from './model.ts'
import { parseSizeMib } from '../../shared/size.ts'

/**
 * The recipe of a start script that prepares the host itself: turns swap on and pauses earlyoom around the start. Null for a
 * script that does not do both. Pure; reads the text as a person would, and runs nothing.
 */
export function recipeOfScript(text: string): RecipeSettings | null {
  const code = text.replace(/^\s*#.*$/gm, '')
  const hasSwap = /\bswapon\b/.test(code)
  const pausesGuards = pausing.some((pattern) => pattern.test(code))
  if (!hasSwap || !pausesGuards) return null
  return {
    swapMib: sizeOf(code) ?? defaultSwapMib,
    swapPlace: 'default',
    pauseGuards: true,
    flushCache: /\bdrop_caches\b/.test(code),
    until: 'ready',
    limitMs: null,
    whenAvailableBelowMib: null,
    onFailure: 'continue',
  }
}

const guard = String.raw`(earlyoom|systemd-oomd|nohang)`
const pausing = [
  new RegExp(String.raw`\bsystemctl\s+(--\S+\s+)*(stop|disable|mask)\s+.*${guard}`),
  new RegExp(String.raw`\bservice\s+${guard}\s+stop\b`),
  new RegExp(String.raw`\b(pkill|killall|kill)\b.*${guard}`),
]

const defaultSwapMib = 16 * 1024

/** Size of the swap file where the script makes it: `fallocate -l 64G`, `dd bs=1G count=64`, or `SWAP_SIZE=64G`. */
function sizeOf(code: string): number | null {
  const written =
    /\bfallocate\b.*\s(?:-l|--length)[\s=]*"?([\d.]+[MGT](?:i?B)?)\b/i.exec(code)?.[1] ??
    /\btruncate\b.*\s(?:-s|--size)[\s=]*"?([\d.]+[MGT](?:i?B)?)\b/i.exec(code)?.[1] ??
    /^\s*(?:export\s+)?\w*SWAP\w*=["']?([\d.]+[MGT](?:i?B)?)\b/im.exec(code)?.[1]
  if (written !== undefined) return parseSizeMib(written)
  const [, block, unit, count] = /\bdd\b.*\bbs=(\d+)([MG])\b.*\bcount=(\d+)/i.exec(code) ?? []
  return unit === undefined ? null : parseSizeMib(`${Number(block) * Number(count)}${unit}`)
}
