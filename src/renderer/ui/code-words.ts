/** A sentence in parts, where what stands between backticks is code. */
export function splitCode(sentence: string): readonly { readonly text: string; readonly isCode: boolean }[] {
  return sentence
    .split(/`([^`]+)`/)
    .map((text, index) => ({ text, isCode: index % 2 === 1 }))
    .filter(({ text }) => text !== '')
}
