// The layers of docs/architecture.md. Each message says which door to take instead.
const rule = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to })

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
      { pathNot: '^src/(main/desktop|preload)/' },
      { path: '^(electron$|node_modules/electron/)' },
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
      { path: '^src/main/(core\\.ts|api|run|compose|engine|host|lab|metrics|store|doctor)' },
      { path: '^src/main/(cli|web|desktop)/' },
    ),
    rule(
      'only-api-is-above-run',
      'A run uses compose, engine, host, lab and store; these do not know it.',
      { path: '^src/main/(compose|engine|host|lab|metrics|store)/' },
      { path: '^src/main/(run|api|doctor|core\\.ts)' },
    ),
    rule(
      'compose-and-engine-are-ground',
      'compose and engine know nothing of labs; what they need is passed in.',
      { path: '^src/main/(compose|engine|host|store)/' },
      { path: '^src/main/lab/' },
    ),
    rule(
      'page-takes-shared-only',
      'The page imports src/shared only.',
      { path: '^src/renderer/' },
      { path: '^src/(main|preload)/' },
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
