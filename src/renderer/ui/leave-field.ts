/** Out of a field, to the screen that it stands on; from nowhere, the keyboard would begin at the top of the page again. */
export function leaveField(field: HTMLElement): void {
  field.blur()
  document.getElementById('main')?.focus({ preventScroll: true })
}
