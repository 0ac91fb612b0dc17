import type { DesktopContents, DesktopSession } from './desktop-api.ts'
import { isPage, type PageAddress } from './page-address.ts'

/** Writing to the clipboard after a click is all that the page needs of what a browser asks permission for. */
const permissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/** The page stays the page: it goes nowhere, opens nothing, embeds nothing. Links are handed to `openLink`. */
export function guardContents(
  contents: DesktopContents,
  page: PageAddress,
  openLink: (url: string) => void,
): void {
  contents.on('will-frame-navigate', (event) => {
    // The page itself may reload, but only as a whole.
    if (!event.isMainFrame || !isPage(page, event.url)) event.preventDefault()
  })
  contents.on('will-navigate', (event) => {
    if (isPage(page, event.url)) return
    event.preventDefault()
    // A link without a target; frames other than the page cannot get here.
    openLink(event.url)
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    openLink(url)
    return { action: 'deny' }
  })
}

/** Denies permissions, devices and downloads, which Electron grants unless somebody says no. */
export function guardSession(session: DesktopSession, page: PageAddress): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(permissions.has(permission) && isPage(page, details.requestingUrl)),
  )
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permissions.has(permission) && isPage(page, origin),
  )
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event, item) => {
    // Logs that the page itself has put together.
    const url = item.getURL()
    if (!url.startsWith('blob:') || !isPage(page, url.slice('blob:'.length))) event.preventDefault()
  })
}
