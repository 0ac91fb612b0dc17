import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'

/** Processor time that a process has used so far, in milliseconds. Source: proc(5), fields 14 and 15, in ticks of 10 ms. */
export async function processTimeMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** The same for the processes of a browser that draw pages. */
export async function rendererTimeMs(browser: Browser): Promise<number> {
  const devtools = await browser.newBrowserCDPSession()
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo')
  await devtools.detach()
  const renderers = processInfo.filter(({ type }) => type === 'renderer')
  return renderers.reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0)
}
