import { escaped } from './page';

/*
 * As much of Markdown as the runbooks use: headings, paragraphs, lists, tables, code blocks, `code`, **strong** and links. Everything is escaped
 * before it is marked up, so a text can never bring markup of its own.
 */

const CODE = /`([^`]+)`/g;
const LINK = /\[([^\]]+)\]\(([^)\s]+)\)/g;

function inline(text: string): string {
  const codes: string[] = [];
  return escaped(text)
    .replaceAll(CODE, (_, code: string) => `\u0000${codes.push(code) - 1}\u0000`)
    .replaceAll(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replaceAll(LINK, (_, label: string, target: string) => link(label, target))
    .replaceAll(/\u0000(\d+)\u0000/g, (_, index: string) => `<code>${codes[Number(index)]}</code>`);
}

/** A runbook beside this one, or an address of the web; a file of the repository is named, since nobody serves it here. */
function link(label: string, target: string): string {
  const sibling = /^(?:\.\/)?([A-Za-z]+)\.md(#[\w-]*)?$/.exec(target);
  if (sibling) return `<a href="/runbooks/${sibling[1]}">${label}</a>`;
  return /^https?:\/\//.test(target) ? `<a href="${target}">${label}</a>` : label;
}

const cells = (line: string): string[] => line.trim().replace(/^\||\|$/g, '').split(/(?<!\\)\|/).map((cell) => inline(cell.trim()));

function table(lines: readonly string[]): string {
  const [head = '', , ...rows] = lines;
  const row = (tag: string) => (line: string) => `<tr>${cells(line).map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${row('th')(head)}</thead><tbody>${rows.map(row('td')).join('')}</tbody></table>`;
}

/** Items that go on in lines which are indented. */
function list(lines: readonly string[], tag: 'ul' | 'ol'): string {
  const items: string[] = [];
  for (const line of lines) {
    const item = /^\s*(?:[-*]|\d+\.)\s+(.*)$/.exec(line);
    if (item) items.push(item[1] ?? '');
    else items[items.length - 1] += ` ${line.trim()}`;
  }
  return `<${tag}>${items.map((item) => `<li>${inline(item)}</li>`).join('')}</${tag}>`;
}

function block(lines: readonly string[]): string {
  const [first = ''] = lines;
  const heading = /^(#{1,4})\s+(.*)$/.exec(first);
  if (heading) {
    const level = (heading[1] ?? '#').length;
    const rest = lines.slice(1);
    return `<h${level}>${inline(heading[2] ?? '')}</h${level}>${rest.length > 0 ? `\n${block(rest)}` : ''}`;
  }
  if (/^\s*\|/.test(first) && lines.length > 1) return table(lines);
  if (/^\s*[-*]\s/.test(first)) return list(lines, 'ul');
  if (/^\s*\d+\.\s/.test(first)) return list(lines, 'ol');
  return `<p>${inline(lines.join(' '))}</p>`;
}

export function markdownToHtml(text: string): string {
  const out: string[] = [];
  let lines: string[] = [];
  const flush = () => {
    if (lines.length > 0) out.push(block(lines));
    lines = [];
  };
  let code: string[] | undefined;
  for (const line of text.split('\n')) {
    if (line.startsWith('```')) {
      if (code === undefined) flush();
      else out.push(`<pre><code>${escaped(code.join('\n'))}</code></pre>`);
      code = code === undefined ? [] : undefined;
    } else if (code !== undefined) code.push(line);
    else if (line.trim() === '') flush();
    else lines.push(line);
  }
  flush();
  return out.join('\n');
}
