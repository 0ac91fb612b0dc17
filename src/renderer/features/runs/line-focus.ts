/** The focus of a line, drawn over its label, which stays in place when time is scrolled. */
export const lineFocus =
  "relative outline-none focus-visible:after:pointer-events-none focus-visible:after:absolute focus-visible:after:inset-0 focus-visible:after:z-4 focus-visible:after:rounded-4 focus-visible:after:border-2 focus-visible:after:border-focus focus-visible:after:content-['']"
