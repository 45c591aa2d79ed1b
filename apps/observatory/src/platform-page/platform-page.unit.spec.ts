import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { loadObservatoryEnv } from '../observatory.env';
import { linkGroups } from './links';
import { markdownToHtml } from './markdown';
import { platformPage } from './page';
import { PAGE_CSS } from './page.css';
import { PAGE_SCRIPT } from './page.script';
import { Runbooks } from './runbooks';

const pageOf = (environment: Record<string, string>) => platformPage(linkGroups(loadObservatoryEnv({ GATEWAY_URL: 'http://127.0.0.1:13000', ...environment })));

const ALL = {
  UI_GATEWAY_URL: 'http://127.0.0.1:13000/', UI_WORKER_URL: 'http://127.0.0.1:13001', UI_AGGREGATOR_URL: 'http://127.0.0.1:13002', UI_RABBITMQ_URL: 'http://127.0.0.1:15675', UI_PROMETHEUS_URL: 'http://127.0.0.1:19090',
  UI_ALERTMANAGER_URL: 'http://127.0.0.1:19093', UI_GRAFANA_URL: 'http://127.0.0.1:13080', UI_PGADMIN_URL: 'http://127.0.0.1:15050', UI_MONGO_EXPRESS_URL: 'http://127.0.0.1:18081',
};

describe('the page of all user interfaces', () => {
  it('links each that is configured', () => {
    const links = [...pageOf(ALL).matchAll(/<h3><a href="([^"]+)">/g)].map(([, url]) => url);
    expect(links).toEqual([
      'http://127.0.0.1:13000/docs', '/docs', 'http://127.0.0.1:13001/docs', 'http://127.0.0.1:13002/docs', 'http://127.0.0.1:13080', 'http://127.0.0.1:19090', 'http://127.0.0.1:19093', 'http://127.0.0.1:15675',
      'http://127.0.0.1:15050', 'http://127.0.0.1:18081',
    ]);
    expect(pageOf(ALL)).not.toContain('class="card absent"');
  });

  it('says where it leads: to a port of this machine, to another host, or here', () => {
    const page = pageOf({ ...ALL, UI_GRAFANA_URL: 'https://grafana.example.org/' });
    for (const place of ['port 13000', 'grafana.example.org', 'here']) expect(page).toContain(`<small>${place}</small>`);
  });

  it('says of what is not here how to have it', () => {
    const page = pageOf({});
    expect(page.match(/class="card absent"/g)).toHaveLength(9);
    expect(page).toContain('Start it with make start WITH_ADMIN=1.');
  });

  it('needs nothing inline and nothing from elsewhere, and shows no password', () => {
    const page = pageOf(ALL);
    expect(page).not.toMatch(/<style|style=|<script>|\son\w+=|javascript:/);
    expect([...page.matchAll(/(?:src|<link rel="\w+" href)="([^"]+)"/g)].map(([, address]) => address)).toEqual(['/platform/icon.svg', '/platform/page.css', '/platform/page.js', '/platform/icon.svg']);
    expect(PAGE_CSS).not.toMatch(/url\(|@import/);
  });

  it('lets no address bring markup', () => {
    expect(pageOf({ ...ALL, UI_GRAFANA_URL: 'http://127.0.0.1/"><script>' })).not.toContain('"><script>');
  });

  it('has a script that is one, and that writes text only', () => {
    expect(() => new Script(PAGE_SCRIPT)).not.toThrow();
    expect(PAGE_SCRIPT).not.toMatch(/innerHTML|insertAdjacent|document\.write|eval/);
  });
});

describe('the runbooks', () => {
  it('are pages with a list of them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'runbooks-'));
    try {
      writeFileSync(join(folder, 'ServiceDown.md'), '# ServiceDown\n\n## Meaning\nIt is **down**.\n');
      const runbooks = new Runbooks(folder);
      expect(runbooks.names).toEqual(['ServiceDown']);
      expect(runbooks.index()).toContain('<a href="/runbooks/ServiceDown">ServiceDown</a>');
      expect(runbooks.page('ServiceDown')).toContain('<h1>ServiceDown</h1>\n<h2>Meaning</h2>\n<p>It is <strong>down</strong>.</p>');
      expect(runbooks.page('Other')).toBeUndefined();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('of the repository are found', () => {
    expect(new Runbooks().names).toContain('ServiceDown');
  });

  it('show lists, tables, code and links, and escape all that is text', () => {
    expect(markdownToHtml('1. one `a<b`\n   and more\n2. two')).toBe('<ol><li>one <code>a&#60;b</code> and more</li><li>two</li></ol>');
    expect(markdownToHtml('| a | b |\n|---|---|\n| `x` | <i> |')).toBe('<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td><code>x</code></td><td>&#60;i&#62;</td></tr></tbody></table>');
    expect(markdownToHtml('```sh\ncurl <x>\n\n# no heading\n```')).toBe('<pre><code>curl &#60;x&#62;\n\n# no heading</code></pre>');
    expect(markdownToHtml('- [Other](Other.md) and [file](../errors.md) and [web](https://example.org/x)')).toBe('<ul><li><a href="/runbooks/Other">Other</a> and file and <a href="https://example.org/x">web</a></li></ul>');
    expect(markdownToHtml('<script>alert("1")</script>')).not.toContain('<script>');
    expect(markdownToHtml('[x](javascript:alert)')).toBe('<p>x</p>');
  });
});
