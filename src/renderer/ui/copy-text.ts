/** Puts a text on the clipboard. False when the browser does not let the page, as on an address without encryption. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

/** The old way, which also works where the page is not a secure context. */
function copyBySelection(text: string): boolean {
  const focused = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'sr-only'
  // Where a dialog keeps the focus in, it must stand inside.
  ;(focused?.closest('[role=dialog], [role=alertdialog]') ?? document.body).append(field)
  field.select()
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- without encryption there is no other way
  const isCopied = document.execCommand('copy')
  field.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return isCopied
}
