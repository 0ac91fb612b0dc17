import type { IpcMainEvent, MessagePortMain } from 'electron'
import { connectMessage, portMessage } from '../../shared/desktop.ts'
import type { DesktopApi, DesktopContents } from './desktop-api.ts'
import { isPage, type PageAddress } from './page-address.ts'

/** Serves the contract on a port; returns what ends it. */
export type ServePort = (port: MessagePortMain) => () => void

/**
 * Gives the page of this window a port to the core when it asks, and nobody else. There is one port at a time: a page that
 * asks again, goes away or crashes loses its old one, and with it the streams that it had open.
 */
export function openBridge(
  { ipcMain, MessageChannelMain }: Pick<DesktopApi, 'ipcMain' | 'MessageChannelMain'>,
  contents: DesktopContents,
  page: PageAddress,
  servePort: ServePort,
): void {
  let end: (() => void) | null = null
  const disconnect = () => {
    end?.()
    end = null
  }
  ipcMain.on(connectMessage, (event) => {
    if (!isFromPage(event, contents, page)) return
    disconnect()
    const { port1, port2 } = new MessageChannelMain()
    end = servePort(port1)
    event.senderFrame?.postMessage(portMessage, null, [port2])
  })
  contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) disconnect()
  })
  contents.on('render-process-gone', disconnect)
  contents.on('destroyed', disconnect)
}

/** The sender's own words do not count: only what Electron says about the frame. */
function isFromPage(
  { sender, senderFrame }: Pick<IpcMainEvent, 'sender' | 'senderFrame'>,
  contents: DesktopContents,
  page: PageAddress,
): boolean {
  return (
    sender.id === contents.id &&
    senderFrame !== null &&
    senderFrame.parent === null &&
    senderFrame.origin === page.origin &&
    isPage(page, senderFrame.url)
  )
}
