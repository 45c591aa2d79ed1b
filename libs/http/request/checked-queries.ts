/** Of each class. */
const MOST = 200;
/** Longer ones are seldom asked twice. */
const MOST_CHARACTERS = 1_000;

/**
 * Queries that were validated lately. What a query means depends on its text alone, and whoever watches something asks the same again and again: validating it
 * each time takes longer than finding an answer that is at hand. What is shared is frozen.
 */
export class CheckedQueries {
  private readonly byClass = new Map<unknown, Map<string, unknown>>();

  /** @param check makes an object of the class of what was sent, or refuses it; a refusal is not remembered */
  async checked(ofClass: unknown, sent: unknown, check: () => Promise<unknown>): Promise<unknown> {
    const known = this.of(ofClass);
    const text = JSON.stringify(sent);
    const found = known.get(text);
    if (found !== undefined) return found;
    const query = await check();
    if (text.length > MOST_CHARACTERS) return query;
    known.set(text, frozen(query));
    const [oldest] = known.keys();
    if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    return query;
  }

  private of(ofClass: unknown): Map<string, unknown> {
    const found = this.byClass.get(ofClass) ?? new Map<string, unknown>();
    this.byClass.set(ofClass, found);
    return found;
  }
}

function frozen(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
}
