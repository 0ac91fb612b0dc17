import type { Rectangle, Size } from 'electron'

export const smallestSize: Size = { width: 1024, height: 640 }
const usualSize: Size = { width: 1440, height: 900 }

/** How much of the window must lie on a screen, each way, so that it can be seen and moved. */
const leastVisible = 120

/**
 * Where the window goes: where it was, unless that is on no screen any more; then Electron centres it. `workAreas` are the
 * screens without their panels; the first one is where a new window opens.
 */
export function restoreBounds(saved: Rectangle | null, workAreas: readonly Rectangle[]): Rectangle | Size {
  const home = saved && workAreas.find((area) => isVisibleOn(saved, area))
  if (saved && home) return { ...saved, ...fitSize(saved, home) }
  const first = workAreas[0]
  return first ? fitSize(usualSize, first) : usualSize
}

function fitSize({ width, height }: Size, area: Size): Size {
  return { width: Math.min(width, area.width), height: Math.min(height, area.height) }
}

function isVisibleOn(window: Rectangle, area: Rectangle): boolean {
  const wide = overlap(window.x, window.width, area.x, area.width)
  const high = overlap(window.y, window.height, area.y, area.height)
  // By its title bar it can be moved, so that must be on the screen as well.
  return wide >= leastVisible && high >= leastVisible && window.y >= area.y
}

function overlap(start: number, length: number, otherStart: number, otherLength: number): number {
  return Math.min(start + length, otherStart + otherLength) - Math.max(start, otherStart)
}
