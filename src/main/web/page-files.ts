import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, posix } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { SwitchyardError } from '../../shared/errors.ts'
import { type Answer, contentPolicy } from './answer.ts'

type Encoding = 'br' | 'gzip'
type PageFile = { readonly body: Buffer; readonly headers: Readonly<Record<string, string>> } & {
  readonly type: string
  readonly packed: Map<Encoding, Promise<Buffer>>
}

/** The built page, by the path in its address. */
export interface PageFiles {
  /** Null when there is no such file. `acceptEncoding` as the browser sends it. */
  find(path: string, acceptEncoding: string): Promise<Answer | null>
  /** Packs what every page begins with, while the operator reaches for the link. */
  prepare(): void
}

/**
 * Reads the folder once: what is asked for later can only name what was there, so no path leads out of it. Links are left out.
 * Throws a SwitchyardError when there is no page in it.
 */
export function readPageFiles(pageDir: string): PageFiles {
  const files = new Map(listFiles(pageDir, '/').map((path) => [path, readPageFile(pageDir, path)]))
  const index = files.get('/index.html')
  if (!index) throw noPage(pageDir)
  files.delete('/index.html')
  files.set('/', index)
  return {
    async find(path, acceptEncoding) {
      const file = files.get(path)
      if (!file) return null
      const { type, headers } = file
      const encoding = chooseEncoding(file, acceptEncoding)
      if (!encoding) return { status: 200, type, body: file.body, headers }
      const body = await pack(file, encoding)
      return { status: 200, type, body, headers: { ...headers, 'content-encoding': encoding } }
    },
    prepare() {
      for (const [path, file] of files)
        if (index.body.includes(path) && chooseEncoding(file, 'br') === 'br') void pack(file, 'br')
    },
  }
}

function listFiles(root: string, folder: string): string[] {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = posix.join(folder, entry.name)
      if (entry.isDirectory()) return listFiles(root, path)
      return entry.isFile() && !entry.name.startsWith('.') ? [path] : []
    })
  } catch (cause) {
    throw noPage(root, cause)
  }
}

function readPageFile(root: string, path: string): PageFile {
  const type = types[extname(path)] ?? 'application/octet-stream'
  const cacheControl =
    path === '/index.html' ? 'no-store' : isHashed(path) ? 'private, max-age=31536000, immutable' : 'no-cache'
  const body = readFileSync(join(root, path))
  const headers = {
    'cache-control': cacheControl,
    vary: 'accept-encoding',
    ...(path === '/index.html' ? { 'content-security-policy': contentPolicy(listInlineScripts(body)) } : {}),
  }
  return { body, type, headers, packed: new Map() }
}

/** The text of each script that stands in a page itself. */
function listInlineScripts(html: Buffer): string[] {
  return [...html.toString().matchAll(/<script>(.*?)<\/script>/gs)].map(([, text = '']) => text)
}

/** Its name changes with its content, so a browser need never ask again. */
function isHashed(path: string): boolean {
  return /^\/assets\/.+-[\w-]{8,}\.\w+$/.test(path)
}

function chooseEncoding({ type, body }: PageFile, accepted: string): Encoding | null {
  if (!/^(text|application\/(json|manifest)|image\/svg)/.test(type) || body.length < 1024) return null
  const names = accepted.split(',').map((part) => part.trim())
  return (['br', 'gzip'] as const).find((encoding) => names.includes(encoding)) ?? null
}

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/** Once for each file, when it is asked for first. */
function pack({ body, packed }: PageFile, encoding: Encoding): Promise<Buffer> {
  const known = packed.get(encoding)
  if (known) return known
  const made =
    encoding === 'br' ? brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }) : zip(body)
  packed.set(encoding, made)
  return made
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
}

function noPage(pageDir: string, cause?: unknown): SwitchyardError {
  return new SwitchyardError('STATE_UNUSABLE', `There is no built page in ${pageDir}.`, {
    hint: 'Run `npm run build` first.',
    cause,
  })
}
