import { defineConfig, type Plugin } from 'vite'

/**
 * Builds the terminal door into `out/cli`. The libraries are bundled with it: reading one file instead of several hundred
 * takes a third of a second off every command.
 */
export default defineConfig({
  plugins: [loadLess()],
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'out/cli',
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      input: { index: 'src/main/cli/index.ts' },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
  ssr: {
    noExternal: true,
    // Loads a native addon when there is one, which a bundle cannot hold; only engines behind ssh:// need it.
    external: ['ssh2'],
  },
})

/** The engine's client library loads two large ones at once that we hardly ever need; together they cost 60 ms a command. */
function loadLess(): Plugin {
  return {
    name: 'load-less',
    enforce: 'pre',
    transform(code, id) {
      // BuildKit sessions over gRPC: images are built by Compose.
      if (/dockerode\/lib\/session\.js$/.test(id)) {
        return "module.exports = (docker, auth, done) => done(new Error('BuildKit sessions are left to Compose'))"
      }
      // SSH: only when an engine behind ssh:// is really called.
      if (/docker-modem\/lib\/ssh\.js$/.test(id)) {
        return code
          .replace("var Client = require('ssh2').Client,\n  http", 'var http')
          .replace('new Client()', "new (require('ssh2').Client)()")
      }
      return null
    },
  }
}
