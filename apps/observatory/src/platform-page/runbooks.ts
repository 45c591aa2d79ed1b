import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { restingFolder } from '../read-model-access/resting-folder';
import { markdownToHtml } from './markdown';
import { escaped } from './page';

/** What to do when an alert fires, as pages: where the dashboards and the alerts lead to. Read once, at boot. */
export class Runbooks {
  private readonly texts: ReadonlyMap<string, string>;

  constructor(folder = restingFolder('docs', 'runbooks')) {
    const files = folder === undefined ? [] : readdirSync(folder).filter((file) => file.endsWith('.md')).sort();
    this.texts = new Map(files.map((file) => [file.slice(0, -'.md'.length), readFileSync(join(folder ?? '', file), 'utf8')]));
  }

  get names(): readonly string[] {
    return [...this.texts.keys()];
  }

  /** Its Markdown. */
  text(name: string): string | undefined {
    return this.texts.get(name);
  }

  page(name: string): string | undefined {
    const text = this.texts.get(name);
    return text === undefined ? undefined : document(name, `<p><a href="/runbooks">All runbooks</a></p>\n${markdownToHtml(text)}`);
  }

  index(): string {
    const items = this.names.map((name) => `<li><a href="/runbooks/${encodeURIComponent(name)}">${escaped(name)}</a></li>`).join('\n');
    return document('Runbooks', `<p><a href="/platform">All user interfaces</a></p>\n<h1>Runbooks</h1>\n<p>What each alert means, whom it hurts, how to find the cause and what to do.</p>\n<ul class="columns">${items}</ul>`);
  }
}

const document = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)} · Job Observatory</title>
<link rel="icon" href="/platform/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/platform/page.css">
</head>
<body class="text">
${body}
</body>
</html>
`;
