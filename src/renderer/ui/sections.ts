/** Places of the navigation that hold several screens, each screen with its own path. */
export const sections: Readonly<Record<'lab' | 'upkeep', Section>> = {
  /** What the lab's files say. */
  lab: {
    title: 'Lab',
    tabs: [
      {
        title: 'Split',
        path: '/split',
        keywords: ['move in', 'migrate', 'monolith', 'compare', 'switch over'],
      },
    ],
  },
  /** What keeps it well over the months. */
  upkeep: { title: 'Upkeep', tabs: [] },
}

export interface Section {
  readonly title: string
  readonly tabs: readonly {
    readonly title: string
    readonly path: string
    readonly keywords: readonly string[]
  }[]
}
