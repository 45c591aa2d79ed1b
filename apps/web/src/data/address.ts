import { useParams, useSearch } from '@tanstack/react-router';
import type { Search } from './search';

/** What stands in the address: the parts of its path that have names, and what stands behind the question mark. */
export function useAddress(): { readonly params: Readonly<Record<string, string | undefined>>; readonly search: Search } {
  // Routes are made from a list (pages.ts), so their types know no names; search is what data/search.ts parses.
  const params = useParams({ strict: false }) as unknown as Record<string, string | undefined>;
  const search = useSearch({ strict: false }) as unknown as Search;
  return { params, search };
}

/** The one value of a name, the first where there are several. */
export function oneOf(search: Search, name: string): string | undefined {
  return [search[name]].flat()[0];
}
