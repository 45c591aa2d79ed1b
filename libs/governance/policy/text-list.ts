/** Whether a text fits. */
export type TextTest = (text: string) => boolean;

/**
 * Compiles a list of texts in which `*` stands for any text. Plain ones are one look-up; a pattern is searched piece by piece from the left, so that no
 * text, however long and hostile, makes it go back.
 */
export function anyOf(list: readonly string[]): TextTest {
  const plain = new Set(list.filter((text) => !text.includes('*')));
  const patterns = list.filter((text) => text.includes('*')).map(pattern);
  const [only] = plain;
  if (patterns.length === 0) return plain.size === 1 ? (text) => text === only : (text) => plain.has(text);
  if (patterns.length === 1 && plain.size === 0) return patterns[0] as TextTest;
  return (text) => {
    if (plain.has(text)) return true;
    for (const fits of patterns) if (fits(text)) return true;
    return false;
  };
}

function pattern(text: string): TextTest {
  const pieces = text.split('*');
  const first = pieces.shift() ?? '';
  const last = pieces.pop() ?? '';
  const between = pieces.filter((piece) => piece !== '');
  const shortest = first.length + last.length;
  if (between.length === 0) return (value) => value.length >= shortest && value.startsWith(first) && value.endsWith(last);
  return (value) => {
    if (value.length < shortest || !value.startsWith(first) || !value.endsWith(last)) return false;
    const end = value.length - last.length;
    let at = first.length;
    for (const piece of between) {
      const found = value.indexOf(piece, at);
      if (found === -1 || found + piece.length > end) return false;
      at = found + piece.length;
    }
    return true;
  };
}
