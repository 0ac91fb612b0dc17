import type { DesktopApi, DesktopWindow } from './desktop-api.ts'

/** After the page's process has crashed: the core and what it does are not touched by that. */
export async function offerReload(
  { app, dialog }: Pick<DesktopApi, 'app' | 'dialog'>,
  window: DesktopWindow,
  url: string,
  reason: string,
): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'The window stopped working',
    detail: `Its process ended (${reason}). Runs and containers go on.`,
    buttons: ['Load it again', 'Quit'],
    defaultId: 0,
    cancelId: 0,
  })
  if (response === 0) await window.loadURL(url)
  else app.quit()
}
