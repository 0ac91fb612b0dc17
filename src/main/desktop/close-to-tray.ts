import type { DesktopWindow } from './desktop-api.ts'

export interface CloseOptions {
  readonly isLeaving: () => boolean
  readonly canHide: () => Promise<boolean>
  readonly quit: () => void
}

/** The window's close button hides it where it can be found again, and quits everywhere else. */
export function closeToTray(window: DesktopWindow, { isLeaving, canHide, quit }: CloseOptions): void {
  window.on('close', (event) => {
    if (isLeaving()) return
    event.preventDefault()
    void canHide()
      .catch(() => false)
      .then((isHidden) => (isHidden ? window.hide() : quit()))
  })
}
