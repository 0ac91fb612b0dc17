/** Command lines of Switchyard as they stand in a page, in its order, each in words without the name of the program. */
export function pageCommands(text: string): readonly (readonly string[])[] {
  return [...text.matchAll(/`switchyard ([^`]+)`/g)].map(([, line = '']) =>
    [...line.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word),
  )
}
