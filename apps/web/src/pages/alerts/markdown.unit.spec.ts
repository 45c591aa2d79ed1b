import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { blocksOf, spansOf } from './markdown';

it('takes Markdown apart into what can be drawn', () => {
  const text = '# No worker\n\nJobs wait\nfor one.\n\n1. First `make status`\n2. then\n   look\n\n- a\n\n```sh\nmake start\n```\n\n| a | b |\n|---|---|\n| 1 | x \\| y |\n';
  expect(blocksOf(text)).toEqual([
    { kind: 'heading', level: 1, text: 'No worker' },
    { kind: 'text', text: 'Jobs wait for one.' },
    { kind: 'list', ordered: true, items: ['First `make status`', 'then look'] },
    { kind: 'list', ordered: false, items: ['a'] },
    { kind: 'code', text: 'make start' },
    { kind: 'table', head: ['a', 'b'], rows: [['1', 'x | y']] },
  ]);
});

it('finds code, emphasis and links in a line', () => {
  expect(spansOf('see `x`, **now**, [the page](https://example.org)!')).toEqual([
    { kind: 'text', text: 'see ' }, { kind: 'code', text: 'x' }, { kind: 'text', text: ', ' }, { kind: 'strong', text: 'now' }, { kind: 'text', text: ', ' }, { kind: 'link', text: 'the page', href: 'https://example.org' }, { kind: 'text', text: '!' },
  ]);
});

it('comes to an end with every runbook, and loses none of its headings', () => {
  const folder = resolve(__dirname, '../../../../../docs/runbooks');
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.md'))) {
    const text = readFileSync(join(folder, file), 'utf8');
    expect([file, blocksOf(text).filter(({ kind }) => kind === 'heading').length]).toEqual([file, text.match(/^#{1,6} /gm)?.length ?? 0]);
  }
});
