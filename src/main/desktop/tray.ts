import type { TrayAction, TrayIconName, TrayItem } from '../../shared/tray/model.ts'
import type { DesktopApi, DesktopTray } from './desktop-api.ts'
import { createPace } from './pace.ts'
import { trayTemplate } from './tray-template.ts'

export interface TrayFace {
  readonly icon: TrayIconName
  readonly items: readonly TrayItem[]
  /** Shown where the pointer rests on the icon. */
  readonly tip: string
}

export interface TrayOptions {
  readonly iconFile: (icon: TrayIconName) => string
  readonly perform: (action: TrayAction) => void
  readonly first: TrayFace
}

/** Switchyard in the tray. */
export interface TrayIcon {
  /** At most four times a second, and only when it is another face than before. */
  readonly show: (face: TrayFace) => void
  /** Puts it in once more, for a desktop that shows tray icons only now: Electron looks for one once. */
  readonly putAgain: () => void
}

const showEveryMs = 250

interface PrintedFace extends TrayFace {
  /** The items, to compare. */
  readonly text: string
}

/** Puts Switchyard into the tray; null where the desktop lets nothing into it. */
export function createTray(
  { Tray, Menu }: Pick<DesktopApi, 'Tray' | 'Menu'>,
  { iconFile, perform, first }: TrayOptions,
): TrayIcon | null {
  try {
    let wanted = printed(first)
    let shown: PrintedFace | null = null
    let tray = put()
    const drawSoon = createPace(draw, showEveryMs)

    function put(): DesktopTray {
      const made = new Tray(iconFile(wanted.icon))
      // Under AppIndicator a click says nothing, so everything is in the menu as well.
      made.on('click', () => perform({ type: 'open', place: null }))
      return made
    }
    function draw(): void {
      const { icon, items, tip, text } = wanted
      if (shown && shown.icon !== icon) tray.setImage(iconFile(icon))
      if (shown?.tip !== tip) tray.setToolTip(tip)
      // A menu that is made anew closes under the pointer. AppIndicator takes no change of one that it has.
      if (shown?.text !== text) tray.setContextMenu(Menu.buildFromTemplate(trayTemplate(items, act)))
      shown = wanted
    }
    function act(action: TrayAction): void {
      perform(action)
      // The desktop has moved the tick by itself; what is true is shown again.
      if (shown) shown = { ...shown, text: '' }
      drawSoon()
    }
    drawSoon()
    return {
      putAgain() {
        tray.destroy()
        tray = put()
        shown = null
        draw()
      },
      show(face) {
        wanted = printed(face)
        const { icon, tip, text } = wanted
        if (icon !== shown?.icon || tip !== shown.tip || text !== shown.text) drawSoon()
      },
    }
  } catch {
    return null
  }
}

function printed(face: TrayFace): PrintedFace {
  return { ...face, text: JSON.stringify(face.items) }
}
