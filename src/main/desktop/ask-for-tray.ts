import type { TrayIcon } from './tray.ts'

export interface TrayQuestion {
  /** Whether the desktop shows tray icons, asked anew. */
  readonly ask: () => Promise<boolean>
  /** What was answered just before the icon was put in. */
  readonly wasThere: boolean
  readonly icon: Pick<TrayIcon, 'putAgain'>
}

/**
 * Whether our icon can be seen. At login the tray may come after us, and what was put in before is never looked at again; so it is put
 * in once more at the first yes.
 */
export function askForTray({ ask, wasThere, icon }: TrayQuestion): () => Promise<boolean> {
  let isIn = wasThere
  return async () => {
    const isThere = await ask().catch(() => false)
    if (isThere && !isIn) {
      icon.putAgain()
      isIn = true
    }
    return isThere
  }
}
