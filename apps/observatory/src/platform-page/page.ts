import type { JobStatus } from '#contracts';
import type { Link, LinkGroup } from './links';

/** The states that the page counts, in the order of a job's life. */
const SHOWN: readonly (readonly [status: JobStatus, label: string])[] = [
  ['QUEUED', 'Queued'],
  ['RUNNING', 'Running'],
  ['RETRYING', 'Retrying'],
  ['COMPLETED', 'Completed'],
  ['FAILED', 'Failed'],
  ['CANCELLED', 'Cancelled'],
];

export const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** What a person reads of an address: of one on this machine, its port. */
function placeOf(url: string): string {
  if (url.startsWith('/')) return 'here';
  const { hostname, host, port } = new URL(url);
  return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname) && port !== '' ? `port ${port}` : host;
}

function card({ title, description, url, note }: Link): string {
  const name = url === undefined ? `<span>${escaped(title)}</span>` : `<a href="${escaped(url)}">${escaped(title)}</a>`;
  const place = url === undefined ? 'not here' : escaped(placeOf(url));
  return `<li class="card${url === undefined ? ' absent' : ''}"><h3>${name}<small>${place}</small></h3><p>${escaped(description)}</p><p class="note">${escaped(note)}</p></li>`;
}

const section = ({ title, links }: LinkGroup): string => `<section><h2>${escaped(title)}</h2><ul class="cards">${links.map(card).join('')}</ul></section>`;

const count = ([status, label]: (typeof SHOWN)[number]): string => `<div class="count ${status.toLowerCase()}"><dt>${label}</dt><dd data-count="${status}">–</dd></div>`;

/** The page that links every user interface. Complete without its script, which only fills in how the platform is. */
export function platformPage(groups: readonly LinkGroup[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Job Observatory</title>
<link rel="icon" href="/platform/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/platform/page.css">
<script src="/platform/page.js" defer></script>
</head>
<body>
<header>
<img src="/platform/icon.svg" alt="" width="40" height="40">
<div><h1>Job Observatory</h1><p>A durable job platform in which nothing is hidden. <a href="/">Open the console</a></p></div>
</header>
<main>
<section class="state" aria-live="polite">
<h2 id="state" data-state="unknown">How it is</h2>
<p id="freshness">Needs JavaScript to ask; the links work without.</p>
<ul id="checks" class="checks"></ul>
<dl class="counts">${SHOWN.map(count).join('')}</dl>
</section>
${groups.map(section).join('\n')}
</main>
<footer><p>Asked every five seconds: <a href="/readyz">readiness</a> and <a href="/v1/overview">overview</a> of the observatory. Where alerts say what to do: <a href="/runbooks">runbooks</a>.</p></footer>
</body>
</html>
`;
}
