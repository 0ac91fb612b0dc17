/** Places of the navigation that hold several screens, each screen with its own path. */
export const sections: Readonly<Record<'lab' | 'upkeep', Section>> = {
  /** What the lab's files say. */
  lab: {
    title: 'Lab',
    tabs: [
      {
        title: 'Environments',
        path: '/environments',
        keywords: ['compare', 'dev', 'test', 'layers', 'scenarios', 'switch'],
      },
      {
        title: 'Variables',
        path: '/variables',
        keywords: ['secrets', 'env files', 'infisical', 'sops', '1password'],
      },
      {
        title: 'Addresses',
        path: '/addresses',
        keywords: ['links', 'urls', 'ports', 'networks', 'dns', 'traefik'],
      },
      {
        title: 'Split',
        path: '/split',
        keywords: ['move in', 'migrate', 'monolith', 'compare', 'switch over'],
      },
    ],
  },
  /** What keeps it well over the months. */
  upkeep: {
    title: 'Upkeep',
    tabs: [
      { title: 'Updates', path: '/updates', keywords: ['images', 'pull', 'outdated', 'upstream'] },
      {
        title: 'Storage',
        path: '/storage',
        keywords: ['disk', 'images', 'volumes', 'clean', 'prune', 'backup'],
      },
      { title: 'Schedules', path: '/schedules', keywords: ['time', 'cron', 'night', 'boot', 'autostart'] },
    ],
  },
}

export interface Section {
  readonly title: string
  readonly tabs: readonly {
    readonly title: string
    readonly path: string
    readonly keywords: readonly string[]
  }[]
}
