import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { formatProblem } from '../../../shared/format.ts'
import { createWebDoor, type WebDoor } from '../../web/create-web-door.ts'
import { describeError } from '../describe-error.ts'
import { isHomeByChance, isLabDir } from '../find-lab-dir.ts'
import { renderDoor, renderGoodbye, renderLink, renderTokenDoor } from '../render/serve.ts'
import type { CommandContext } from '../session.ts'
import { openInBrowser } from './open-browser.ts'
import { type MetricsChoice, openMetrics, type ServedMetrics } from './open-metrics.ts'
import { readOrMakeToken, readToken, readTokenFile } from './read-token.ts'
import { startLab } from './start-lab.ts'
import { waitForLeave } from './wait-for-leave.ts'
import { warmUp } from './warm-up.ts'

export interface ServeOptions extends MetricsChoice {
  readonly port?: number
  readonly open?: boolean
  readonly host?: string
  readonly publicUrl?: string
  readonly tokenFile?: string
  /** False: a token lets in, which is made when there is none. */
  readonly link?: boolean
  /** Also starts the lab, once after each boot. */
  readonly start?: boolean
}

const defaultPort = 7420
const patienceMs = 3000

/** Serves the page until Ctrl-C or SIGTERM. `isNamed` says whether the operator named the lab; one that was only looked for may be missing. */
export async function serve(
  context: CommandContext,
  options: ServeOptions,
  { isNamed }: { readonly isNamed: boolean },
): Promise<number> {
  const { router, terminal, world } = context
  const own = options.link === false ? await readOwnToken(context, options) : null
  const token = own?.token ?? (await readToken(options.tokenFile, world.variables))
  // The page opens the lab that was used last. A slow Compose must not keep an operator who named none from the page.
  const added = addLab(context, isNamed)
  await (isNamed ? added : Promise.race([added, setTimeout(patienceMs, undefined, { ref: false })]))
  const metrics = await openMetrics(context, options)
  const door = await createWebDoor({
    router,
    metrics,
    pageDir: world.findPageDir(),
    port: options.port ?? defaultPort,
    orNextPort: options.port === undefined,
    token,
    publicUrl: options.publicUrl ?? null,
    ...(options.host === undefined ? {} : { host: options.host }),
    log: (line) => void world.stderr.write(`${line}\n`),
    now: world.now,
  })
  const closing = new AbortController()
  void added.then(() => warmUp(context, closing.signal))
  try {
    const ended = waitForLeave(context)
    const opened = own
      ? Promise.resolve(showTokenDoor(context, door, { tokenFile: own.file, metrics }))
      : showDoor(context, door, { hasToken: token !== null, open: options.open ?? false, metrics })
    if (options.start) void startLab(context, closing.signal)
    const ignoreEnter = own ? () => undefined : world.onEnter(() => showLink(context, door))
    await ended
    context.takeInterrupts(() => world.quit(130))
    ignoreEnter()
    ;(await opened)?.()
  } finally {
    closing.abort()
    metrics?.source.close()
    await door.dispose()
  }
  if (!context.isJson) terminal.print(renderGoodbye())
  return 0
}

async function addLab(
  { client, selection, terminal, world }: CommandContext,
  isNamed: boolean,
): Promise<void> {
  if (!isNamed && isHomeByChance(selection.dir, world.variables)) return
  try {
    await client.labs.add({ dir: selection.dir })
  } catch (error) {
    if (isNamed) throw error
    // Standing in no lab is nothing to tell; a lab with a mistake in it is, and the page shows the rest.
    if (!isLabDir(selection.dir)) return
    for (const problem of describeError(error).problems) terminal.complain(formatProblem(problem))
  }
}

/** Tells where the page is; what it returns takes away again what opening it left. */
async function showDoor(
  { terminal, isJson, world }: CommandContext,
  door: WebDoor,
  {
    hasToken,
    open,
    metrics,
  }: { readonly hasToken: boolean; readonly open: boolean; readonly metrics: ServedMetrics | null },
): Promise<(() => void) | null> {
  const link = door.createLink()
  const expiresAt = new Date(link.expiresAtMs).toISOString()
  const scraped = metrics && { url: `${door.url}/metrics`, tokenFile: metrics.tokenFile }
  if (isJson) {
    const also = scraped ? { metrics: scraped } : {}
    terminal.printJson({ type: 'serving', url: door.url, link: link.url, expiresAt, ...also })
  } else {
    const isTyped = terminal.isLive
    terminal.print(renderDoor({ url: door.url, link: link.url, hasToken, isTyped, metrics: scraped }))
  }
  if (!open) return null
  const opened = await openInBrowser(link.url, world.variables)
  if (!opened) terminal.complain('No browser could be opened here. Open the link yourself.')
  return opened
}

/** The token that stands for a link, and where it is: the one that was given, or one of our own. */
async function readOwnToken({ client, world }: CommandContext, { tokenFile }: ServeOptions) {
  const given = tokenFile === undefined ? await readToken(undefined, world.variables) : null
  if (given !== null) return { token: given, file: 'SWITCHYARD_TOKEN' }
  const file = tokenFile ?? path.join((await client.app.info()).configDir, 'serve-token')
  return { token: await (tokenFile === undefined ? readOrMakeToken(file) : readTokenFile(file)), file }
}

function showTokenDoor(
  { terminal, isJson }: CommandContext,
  door: WebDoor,
  { tokenFile, metrics }: { readonly tokenFile: string; readonly metrics: ServedMetrics | null },
): null {
  const scraped = metrics && { url: `${door.url}/metrics`, tokenFile: metrics.tokenFile }
  const also = scraped ? { metrics: scraped } : {}
  if (isJson) terminal.printJson({ type: 'serving', url: door.url, link: null, tokenFile, ...also })
  else terminal.print(renderTokenDoor({ url: door.url, tokenFile, metrics: scraped }))
  return null
}

function showLink({ terminal, isJson }: CommandContext, door: WebDoor): void {
  const link = door.createLink()
  if (isJson) terminal.printJson({ type: 'link', link: link.url })
  else terminal.print(renderLink(link.url))
}
