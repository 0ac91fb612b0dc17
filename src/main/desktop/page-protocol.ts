import { securityHeaders } from '../web/answer.ts'
import { readPageFiles } from '../web/page-files.ts'
import type { DesktopApi } from './desktop-api.ts'
import { isPage, pageScheme, type PageAddress } from './page-address.ts'

type PageProtocol = DesktopApi['protocol']

/** Makes the page's scheme an origin of its own, like https. Only before Electron is ready. */
export function registerPageScheme(protocol: Pick<PageProtocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: pageScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ])
}

/** Serves the built page with the headers of the web door. Throws a SwitchyardError when there is no page in the folder. */
export function servePage(protocol: Pick<PageProtocol, 'handle'>, page: PageAddress, pageDir: string): void {
  const files = readPageFiles(pageDir)
  protocol.handle(pageScheme, async ({ url, method }) => {
    if (method !== 'GET' || !isPage(page, url)) return refuse(403)
    // Never compressed: it does not leave the machine.
    const answer = await files.find(new URL(url).pathname, '')
    if (answer?.body === undefined) return refuse(404)
    return new Response(new Uint8Array(Buffer.from(answer.body)), {
      status: answer.status,
      headers: { ...securityHeaders, 'content-type': answer.type ?? 'text/plain', ...answer.headers },
    })
  })
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: securityHeaders })
}
