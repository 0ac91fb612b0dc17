interface PastEntries {
  readonly currentEntry: { readonly index: number } | null
  entries(): readonly { readonly sameDocument: boolean }[]
}

/** Back to the screen before, but never out of the page: where there is no screen before, to the yard. */
export function goBack(
  navigate: (path: string) => void,
  page: { readonly history: Pick<History, 'back'>; readonly navigation?: PastEntries } = window,
): void {
  const { history, navigation } = page
  const index = navigation?.currentEntry?.index ?? 0
  if (navigation?.entries()[index - 1]?.sameDocument) history.back()
  else navigate('/yard')
}
