import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { languages } from './build/languages.ts'
import { notices } from './build/notices.ts'

const root = fileURLToPath(new URL('.', import.meta.url))

/** The page as it is published: relative addresses, nothing inline, nothing from elsewhere. */
export default defineConfig({
  root,
  base: './',
  logLevel: 'warn',
  plugins: [languages(['en-US', 'de-DE']), notices()],
  build: {
    outDir: '../dist/www',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      // Libraries say which of their files are for browsers: here all are.
      onwarn: (warning, warn) => {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning)
      },
    },
  },
})
