// The web console, built into dist/apps/web, each file also gzip and Brotli beside itself: `node deploy/build-console.mjs`
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { buildWhenChanged, filesIn } from './build-when-changed.mjs';

const COMPRESSED = /\.(html|js|css|svg|json|txt|webmanifest)$/;
/** Below this a compressed file saves no packet. */
const WORTH_BYTES = 512;

buildWhenChanged({
  script: 'web:build',
  result: 'dist/apps/web/index.html',
  madeOf: ['apps/web', 'deploy/build-console.mjs'],
  finish(built) {
    for (const file of filesIn(built).filter((name) => COMPRESSED.test(name))) {
      const content = readFileSync(file);
      if (content.length < WORTH_BYTES) continue;
      writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
      writeFileSync(`${file}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }));
    }
  },
});
