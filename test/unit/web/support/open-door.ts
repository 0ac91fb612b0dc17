import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { createCore, type Core } from '../../../../src/main/core.ts'
import { createWebDoor, type WebDoor, type WebDoorOptions } from '../../../../src/main/web/create-web-door.ts'

export interface OpenDoor {
  readonly door: WebDoor
  /** What was told on stderr, line by line. */
  readonly log: string[]
  readonly core: Core
  /** Moves the door's clock, in milliseconds. */
  readonly pass: (milliseconds: number) => void
}

export interface SignedIn {
  /** As a browser sends it back: `name=value`. */
  readonly cookie: string
  readonly proof: string
}

export const indexPage = '<!doctype html><title>Switchyard</title><div id="root"></div>'
export const script = `console.log(${JSON.stringify('x'.repeat(5000))})`

/** A temporary folder, gone when the test is. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'switchyard-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A core of its own, without an engine, whose files are all in this folder. */
export function openCore(folder: string): Core {
  const core = createCore({
    variables: {
      PATH: process.env['PATH'],
      HOME: folder,
      XDG_CONFIG_HOME: path.join(folder, 'config'),
      XDG_STATE_HOME: path.join(folder, 'state'),
      XDG_CACHE_HOME: path.join(folder, 'cache'),
      DOCKER_HOST: `unix://${folder}/no-engine.sock`,
    },
  })
  let disposed: Promise<void> | undefined
  const dispose = () => (disposed ??= core.dispose())
  onTestFinished(dispose)
  return { ...core, dispose }
}

/** A small built page, with a link out of its folder as an attacker would like it. */
export function writePage(folder: string): string {
  const pageDir = path.join(folder, 'page')
  mkdirSync(path.join(pageDir, 'assets'), { recursive: true })
  writeFileSync(path.join(pageDir, 'index.html'), indexPage)
  writeFileSync(path.join(pageDir, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  writeFileSync(path.join(pageDir, 'assets', 'index-Dk3vQ9xA.js'), script)
  writeFileSync(path.join(folder, 'secret.txt'), 'the secret')
  symlinkSync(path.join(folder, 'secret.txt'), path.join(pageDir, 'assets', 'link-Dk3vQ9xA.txt'))
  return pageDir
}

/** A real door on a free port of loopback with the real router behind it; closed when the test is over. */
export async function openDoor(options: Partial<WebDoorOptions> = {}): Promise<OpenDoor> {
  const folder = temporaryFolder()
  const core = openCore(folder)
  const log: string[] = []
  let nowMs = Date.parse('2026-11-21T12:00:00.000Z')
  const door = await createWebDoor({
    router: core.router,
    pageDir: writePage(folder),
    port: 0,
    log: (line) => log.push(line),
    now: () => nowMs,
    ...options,
  })
  onTestFinished(() => door.dispose())
  return { door, log, core, pass: (milliseconds) => (nowMs += milliseconds) }
}

/** What the page of a link sends. */
export function enter(
  door: WebDoor,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${door.url}/enter`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: door.url, ...headers },
    body: JSON.stringify(body),
  })
}

export function keyOf(link: { readonly url: string }): string {
  return new URL(link.url).hash.slice(1)
}

/** Signs a browser in with a fresh link. */
export async function signIn(door: WebDoor): Promise<SignedIn> {
  const response = await enter(door, { key: keyOf(door.createLink()) })
  const { proof } = (await response.json()) as { readonly proof: string }
  return { cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '', proof }
}
