// The layers of docs/architecture.md. Each message says which door to take instead.
const rule = (name, comment, from, to, ...more) => {
  // Two rules that were run together by a merge would be one that lacks the other.
  if (more.length > 0) throw new Error(`Rule ${name} has more than its four parts.`)
  return { name, severity: 'error', comment, from, to }
}

export default {
  forbidden: [
    rule(
      'no-circles',
      'Two modules that need each other are one topic, or a third one is missing.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    rule(
      'shared-stands-alone',
      'src/shared is the contract: it may import zod, @orpc/contract and itself, nothing that owns the machine.',
      { path: '^src/shared/' },
      { pathNot: ['^src/shared/', '^node_modules/(zod|@orpc/contract|@orpc/shared)/'] },
    ),
    rule(
      'dockerode-only-in-engine',
      'Only src/main/engine talks to the engine; take its Engine interface.',
      { path: '^src/', pathNot: '^src/main/engine/' },
      { path: '^node_modules/(dockerode|docker-modem|@types/dockerode)/' },
    ),
    rule(
      'execa-only-in-compose',
      'Only src/main/compose runs `docker compose`; take its Compose interface.',
      { path: '^src/', pathNot: '^src/main/compose/' },
      { path: '^node_modules/execa/' },
    ),
    rule(
      'electron-only-in-desktop',
      'Only src/main/desktop and src/preload know Electron; everything else runs in plain Node.',
      { pathNot: '^(src/(main/desktop|preload)/|test/unit/desktop/|test/desktop/)' },
      { path: '^(electron$|node_modules/electron/)' },
    ),
    rule(
      'electron-itself-only-in-the-entry',
      'src/main/desktop/index.ts passes Electron in; the rest of the desktop door takes its types only, so tests need no runtime.',
      { pathNot: '^src/(main/desktop/index\\.ts|preload/)' },
      { path: '^(electron$|node_modules/electron/)', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'doors-take-the-contract',
      'A door (cli, web, desktop) takes core.ts and src/shared; the rooms are behind the contract.',
      { path: '^src/main/(cli|web|desktop)/' },
      { path: '^src/main/(?!(cli|web|desktop)/|core\\.ts)' },
    ),
    rule(
      'rooms-do-not-know-doors',
      'The core and its rooms serve every door and know none.',
      {
        path: '^src/main/(core\\.ts|alerts|api|autostart|run|detail|environments|compose|engine|find|host|lab|links|metrics|move-in|record|schedule|secrets|shell|situation|storage|store|updates|doctor)',
      },
      { path: '^src/main/(cli|web|desktop)/' },
    ),
    rule(
      'only-api-is-above-run',
      'A run uses compose, engine, host, lab and store; these do not know it.',
      { path: '^src/main/(compose|engine|host|lab|metrics|shell|store)/' },
      { path: '^src/main/(run|api|doctor|core\\.ts)' },
    ),
    rule(
      'gpu-reckons-only',
      'gpu says what fits on which GPU from what it is given, and asks services to unload; a run looks and acts.',
      { path: '^src/main/gpu/' },
      { path: '^src/main/(?!gpu/|lab/model\\.ts)' },
    ),
    rule(
      'only-api-is-above-detail',
      'What is shown of one service stands beside doctor, above run; only api asks for it, and secrets what a secret is.',
      { path: '^src/main/(?!detail/|api/)', pathNot: '^src/main/secrets/' },
      { path: '^src/main/detail/' },
    ),
    rule(
      'only-api-is-above-storage',
      'What is stored stands beside detail, above run; only api and core.ts ask for it.',
      { path: '^src/main/(?!storage/|api/|core\\.ts)' },
      { path: '^src/main/storage/' },
    ),
    rule(
      'storage-knows-no-api',
      'storage is given labs and runs by api, and knows nothing of procedures or doors.',
      { path: '^src/main/storage/' },
      { path: '^src/main/(api|doctor|detail|watch|alerts|core\\.ts|cli|web|desktop)' },
    ),
    rule(
      'secrets-takes-the-mask-only',
      'secrets takes from detail only what is a secret and how it is masked; there is one place for both.',
      { path: '^src/main/secrets/' },
      { path: '^src/main/(detail/(?!secrets\\.ts)|api|run|doctor|watch|alerts|engine|core\\.ts)' },
    ),
    rule(
      'only-api-is-above-links-and-find',
      'Where services are reached and found stands above run; only api and core.ts ask for it.',
      { path: '^src/main/(?!links/|find/|api/|core\\.ts)' },
      { path: '^src/main/(links|find)/' },
    ),
    rule(
      'links-and-find-know-no-api',
      'links and find are given what they need by api and core.ts.',
      { path: '^src/main/(links|find)/' },
      { path: '^src/main/(api|doctor|detail|watch|core\\.ts|cli|web|desktop)' },
    ),
    rule(
      'only-api-is-above-environments',
      'What environments are beside each other stands above run, which puts one in the place of another; only api asks for it.',
      { path: '^src/main/(?!environments/|api/)' },
      { path: '^src/main/environments/' },
    ),
    rule(
      'situation-judges-only',
      'situation says what to do next from what api has looked at; of the machine it reads the names of folders.',
      { path: '^src/main/situation/' },
      { path: '^src/main/(?!situation/|lab/list-folders\\.ts|store/real-dir\\.ts)' },
    ),
    rule(
      'only-api-is-above-move-in',
      'Moving in stands above run; only api asks for it.',
      { path: '^src/main/(?!move-in/|api/)' },
      { path: '^src/main/move-in/' },
    ),
    rule(
      'move-in-knows-no-api',
      'move-in is given its rooms by api and knows nothing of procedures.',
      { path: '^src/main/move-in/' },
      { path: '^src/main/(api|doctor|detail|watch|core\\.ts)' },
    ),
    rule(
      'only-api-is-above-watch',
      'The live state of labs stands above run; only api and core.ts ask for it.',
      { path: '^src/main/(?!watch/|api/|core\\.ts)' },
      { path: '^src/main/watch/' },
    ),
    rule(
      'metrics-measures-only',
      'metrics takes its figures from engine and host/readings and keeps them by store; who shows them asks for them.',
      { path: '^src/main/metrics/' },
      { path: '^src/main/(?!metrics/|engine/|host/readings/|store/)' },
    ),
    rule(
      'record-hears-the-engine-only',
      'record keeps what the engine tells and takes runs from store; who shows it, or acts on it, asks for it.',
      { path: '^src/main/record/' },
      { path: '^src/main/(?!record/|engine/|store/)' },
    ),
    rule(
      'only-api-is-above-updates',
      'What is newer stands above run, which is given what it has to know; only api and core.ts ask for it.',
      { path: '^src/main/(?!updates/|api/|core\\.ts)' },
      { path: '^src/main/updates/' },
    ),
    rule(
      'updates-know-no-api',
      'updates is given its rooms by core.ts, and knows nothing of procedures, doors or screens.',
      { path: '^src/main/updates/' },
      { path: '^src/main/(api|doctor|detail|watch|alerts|core\\.ts|cli|web|desktop)' },
    ),
    rule(
      'only-api-is-above-alerts',
      'Alerts stand above run; only api and core.ts ask for them.',
      { path: '^src/main/(?!alerts/|api/|core\\.ts)' },
      { path: '^src/main/alerts/' },
    ),
    rule(
      'alerts-know-no-api',
      'alerts is given its rooms by core.ts, and knows nothing of procedures, doors or the live state of labs.',
      { path: '^src/main/alerts/' },
      { path: '^src/main/(api|doctor|detail|watch|core\\.ts|cli|web|desktop)' },
    ),
    rule(
      'only-api-is-above-schedule',
      'Schedules stand above run; only api and core.ts ask for them.',
      { path: '^src/main/(?!schedule/|api/|core\\.ts)' },
      { path: '^src/main/schedule/' },
    ),
    rule(
      'schedule-knows-no-api',
      'schedule is given by core.ts how a run is started, and knows nothing of procedures or doors.',
      { path: '^src/main/schedule/' },
      { path: '^src/main/(?!schedule/|run/|store/)' },
    ),
    rule(
      'croner-only-in-schedule',
      'Only src/main/schedule knows when something is due; ask it.',
      { path: '^src/', pathNot: '^src/main/schedule/' },
      { path: '^node_modules/croner/' },
    ),
    rule(
      'watch-knows-no-api',
      'watch is given its rooms by core.ts, and knows nothing of procedures or doors.',
      { path: '^src/main/watch/' },
      { path: '^src/main/(api|doctor|detail|core\\.ts|cli|web|desktop)' },
    ),
    rule(
      'detail-knows-no-api',
      'detail is given its rooms by api and knows nothing of procedures.',
      { path: '^src/main/detail/' },
      { path: '^src/main/(api|doctor|core\\.ts)' },
    ),
    rule(
      'compose-and-engine-are-ground',
      'compose and engine know nothing of labs; what they need is passed in.',
      { path: '^src/main/(compose|engine|host|shell|store)/' },
      { path: '^src/main/lab/' },
    ),
    rule(
      'page-takes-shared-only',
      'The page imports src/shared only.',
      { path: '^src/renderer/' },
      { path: '^src/(main|preload)/' },
    ),
    rule(
      'page-sets-up-no-schemas',
      'Schemas are checked by the core and take long to set up; the page takes their types, and functions from the modules without any.',
      { path: '^src/renderer/' },
      {
        path: '^(src/shared/(alerts|app|contract|detail|doctor|environments|errors|finding|gpu|host|lab|links|metrics|move-in|plan|readiness|record|run|schedule|secrets|situation|status|storage|updates|watch)\\.ts|node_modules/zod/)',
        dependencyTypesNot: ['type-only'],
      },
    ),
    rule(
      'features-stand-alone',
      'A screen knows no other screen and not the frame around it; share through ui, graphs, actions or bridge.',
      { path: '^src/renderer/features/([^/]+)/' },
      { path: '^src/renderer/(app/|features/)', pathNot: '^src/renderer/features/$1/' },
    ),
    rule(
      'ui-is-ground',
      'ui draws what it is given; data and actions are passed in.',
      { path: '^src/renderer/ui/' },
      { path: '^src/renderer/(app|features|actions|bridge|graphs)/' },
    ),
    rule(
      'graphs-know-no-screens',
      'graphs shows over time what any screen names; it is given the names.',
      { path: '^src/renderer/graphs/' },
      { path: '^src/renderer/(app|features)/' },
    ),
    rule(
      'bridge-knows-no-screens',
      'The bridge carries the contract and draws nothing.',
      { path: '^src/renderer/bridge/' },
      { path: '^src/renderer/(app|features|actions|graphs|ui)/' },
    ),
    rule(
      'source-does-not-import-tests',
      'Tests and scripts import the source, never the other way round.',
      { path: '^src/' },
      { path: '^(test|scripts)/' },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
}
