import type { MessageBoxOptions } from 'electron'
import type { DesktopApi } from './desktop-api.ts'
import type { DesktopStateStore } from './desktop-state.ts'

const whatStays = 'Containers that run keep running. Start Switchyard again to see and stop them.'
const quitButton = 0

/** Asks where quitting ends something, and says once that containers stay. Resolves to whether to quit. */
export async function confirmQuit(
  { dialog }: Pick<DesktopApi, 'dialog'>,
  state: DesktopStateStore,
  ongoingRuns: number,
): Promise<boolean> {
  const question = quitQuestion(ongoingRuns, state.get().knowsContainersStay)
  if (!question) return true
  const { response } = await dialog.showMessageBox(question)
  state.update({ knowsContainersStay: true })
  return response === quitButton
}

function quitQuestion(ongoingRuns: number, knowsContainersStay: boolean): MessageBoxOptions | null {
  if (ongoingRuns > 0) {
    const isOne = ongoingRuns === 1
    return {
      type: 'warning',
      message: isOne ? 'A run is going on' : `${ongoingRuns} runs are going on`,
      detail: `If you quit, ${isOne ? 'it is' : 'they are'} cancelled. ${whatStays}`,
      buttons: [isOne ? 'Cancel the run and quit' : 'Cancel the runs and quit', 'Keep going'],
      // The one that ends nothing.
      defaultId: 1,
      cancelId: 1,
    }
  }
  if (knowsContainersStay) return null
  return {
    type: 'info',
    message: 'Quitting stops no containers',
    detail: `${whatStays} This is said only once.`,
    buttons: ['Quit', 'Stay'],
    defaultId: 0,
    cancelId: 1,
  }
}
