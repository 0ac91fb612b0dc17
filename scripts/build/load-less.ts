import type { Plugin } from 'vite'

/** The engine's client library brings large ones that we hardly ever need; two of them together cost 60 ms a command. */
export function loadLess(): Plugin {
  return {
    name: 'load-less',
    enforce: 'pre',
    transform(code, id) {
      // BuildKit sessions over gRPC: images are built by Compose.
      if (/dockerode\/lib\/session\.js$/.test(id)) {
        return "module.exports = (docker, auth, done) => done(new Error('BuildKit sessions are left to Compose'))"
      }
      // What BuildKit says of a build, in protocol buffers: a tenth of the bundle.
      if (/dockerode\/lib\/buildkit\.js$/.test(id)) {
        return "exports.followProgress = (stream, done) => done(new Error('Builds are left to Compose'))"
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
