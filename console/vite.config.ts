/** How the console is built. Relative addresses, so that it works behind any path prefix; nothing inline, so that the policy holds. */
import { join } from 'node:path';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = process.env.API_ADDRESS ?? 'http://127.0.0.1:8001';

export default defineConfig(({ command }) => ({
  root: import.meta.dirname,
  base: command === 'build' ? './' : '/console/',
  plugins: [
    react(),
    tailwind(),
    { ...optimizeLocales.vite({ locales: ['en-US', 'de-DE'] }), enforce: 'pre' },
  ],
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        main: join(import.meta.dirname, 'index.html'),
        'push-worker': join(import.meta.dirname, 'worker/push-worker.ts'),
      },
      output: {
        // A worker keeps its address, and stands at the top: it is in charge of what lies below it.
        entryFileNames: ({ name }) => (name === 'push-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/api', '/auth', '/nodes', '/docs', '/openapi.json'].map((path) => [path, api]),
    ),
  },
}));
