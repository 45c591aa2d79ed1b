/** What stands behind the question mark, as plain names and texts: an address that people can read, write and send around. Pure. */
export type Search = Readonly<Record<string, string | readonly string[]>>;

export function parseSearch(text: string): Record<string, string | string[]> {
  const search: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const before = search[name];
    search[name] = before === undefined ? value : [...[before].flat(), value];
  }
  return search;
}

type Value = string | number | boolean | null | undefined;

export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const one of [value].flat() as Value[]) if (one !== undefined && one !== null && one !== '') parameters.append(name, String(one));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
