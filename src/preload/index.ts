import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { connectMessage, portMessage, type SwitchyardDesktop } from '../shared/desktop.ts'

/* Hands the page a port to the core, and what a page cannot know by itself. Everything else goes through the contract. */

window.addEventListener('message', (event) => {
  if (event.source === window && event.data === connectMessage) ipcRenderer.send(connectMessage)
})

ipcRenderer.on(portMessage, (event) => {
  window.postMessage(portMessage, window.location.origin, [...event.ports])
})

const desktop: SwitchyardDesktop = {
  platform: process.platform,
  pathOfDroppedFile: (file) => webUtils.getPathForFile(file),
}
contextBridge.exposeInMainWorld('switchyardDesktop', desktop)
