/** Reads a PostgreSQL array literal of one dimension: NULL, bare and quoted elements. */
export function parseArray(text: string): (string | null)[] {
  if (text === '{}') return [];
  const elements: (string | null)[] = [];
  let at = 1;
  while (at < text.length) {
    if (text.charCodeAt(at) === QUOTE) {
      let end = at + 1;
      let escaped = false;
      for (;;) {
        const code = text.charCodeAt(end);
        if (code === QUOTE) break;
        if (code === BACKSLASH) {
          escaped = true;
          end += 1;
        }
        end += 1;
      }
      const raw = text.slice(at + 1, end);
      elements.push(escaped ? raw.replace(/\\(.)/gs, '$1') : raw);
      at = end + 2;
    } else {
      let end = text.indexOf(',', at);
      if (end === -1) end = text.length - 1;
      const raw = text.slice(at, end);
      elements.push(raw === 'NULL' ? null : raw);
      at = end + 1;
    }
  }
  return elements;
}

const QUOTE = 34;
const BACKSLASH = 92;
