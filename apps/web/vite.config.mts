import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Builds the web console into `dist/apps/web`, which the observatory serves. For work on it: `npm run web:dev`, which asks the observatory at
 * `OBSERVATORY_URL` (that of `make start` by default) for everything but the console's own files.
 */
export default defineConfig(() => {
  const observatory = process.env.OBSERVATORY_URL ?? 'http://127.0.0.1:13003';
  const asked = Object.fromEntries(['/v1', '/api', '/console.json', '/runbooks', '/docs'].map((path) => [path, observatory]));
  return {
    root: here('.'),
    resolve: { alias: { '#observatory-client': here('../../libs/observatory-client/index.ts'), 'react-style-singleton': here('src/theme/adopted-style.ts') } },
    oxc: { jsx: { runtime: 'automatic' as const } },
    build: {
      outDir: here('../../dist/apps/web'),
      emptyOutDir: true,
      target: 'es2023',
      manifest: true,
      // The console's content security policy allows no inline data.
      assetsInlineLimit: 0,
      rolldownOptions: {
        // React's directives for servers mean nothing here.
        onLog: (level, log, tell) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : tell(level, log)),
      },
    },
    server: { proxy: asked },
  };
});
