import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { loadLess } from './scripts/build/load-less.ts'
import { notePackages } from './scripts/build/note-packages.ts'
import { plainAscii } from './scripts/build/plain-ascii.ts'

/** Builds the desktop door into `out/main` and `out/preload`, and the page of both doors with a window into `out/renderer`. */
export default defineConfig({
  main: {
    plugins: [loadLess(), notePackages(), plainAscii()],
    build: {
      target: 'node24',
      // Libraries are bundled, like those of the terminal door: see vite.config.ts.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: 'src/main/desktop/index.ts' },
        external: ['ssh2'],
        // Side by side, so that paths from `import.meta.dirname` hold in every chunk.
        output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      target: 'node24',
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: 'src/preload/index.ts' },
        // A sandboxed preload is one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    base: './',
    plugins: [notePackages(), react(), tailwindcss()],
    build: {
      // What is current in browsers too: the web door serves the same page.
      target: 'es2023',
      outDir: 'out/renderer',
      emptyOutDir: true,
      minify: true,
      // The page's rules allow fonts and scripts from files only.
      assetsInlineLimit: 0,
      rolldownOptions: { input: 'src/renderer/index.html' },
    },
  },
})
