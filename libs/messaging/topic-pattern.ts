/**
 * Compiles a topic pattern as AMQP means it: words between dots, `*` is exactly one word, `#` any number of words, anywhere.
 *
 * @returns a predicate over a routing key or event type
 */
export function topicPattern(pattern: string): (subject: string) => boolean {
  const words = pattern.split('.');
  if (!words.includes('*') && !words.includes('#')) return (subject) => subject === pattern;
  return (subject) => matches(words, 0, subject.split('.'), 0);
}

function matches(pattern: readonly string[], p: number, subject: readonly string[], s: number): boolean {
  if (p === pattern.length) return s === subject.length;
  const word = pattern[p];
  if (word === '#') {
    for (let skip = s; skip <= subject.length; skip++) if (matches(pattern, p + 1, subject, skip)) return true;
    return false;
  }
  return s < subject.length && (word === '*' || word === subject[s]) && matches(pattern, p + 1, subject, s + 1);
}
