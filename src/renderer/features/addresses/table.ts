/** How the tables of this screen look. */
export const head = 'px-3 py-1.5 text-left font-normal whitespace-nowrap text-ink-3'
export const cell = 'px-3 py-1 align-middle'
