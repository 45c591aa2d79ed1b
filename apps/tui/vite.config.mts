import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Builds the terminal console into `dist/apps/tui`: modules of its own for the sub-commands and for the pages, with all packages inside, so that nothing need be installed to run it. */
export default defineConfig({
  root: here('.'),
  resolve: { alias: { '#observatory-client': here('../../libs/observatory-client/index.ts'), 'react-devtools-core': here('no-devtools.mjs') } },
  ssr: { noExternal: true, target: 'node' },
  define: { 'process.env.NODE_ENV': JSON.stringify('production') },
  oxc: { jsx: { runtime: 'automatic' as const } },
  build: {
    ssr: here('src/main.ts'),
    outDir: here('../../dist/apps/tui'),
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    rolldownOptions: { output: { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' } },
  },
});
