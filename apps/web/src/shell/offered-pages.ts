import { useMayAll } from '../data/console';
import { type PageEntry, PAGES } from '../pages/pages';

/** The pages that whoever is signed in may read: others are not offered, though their address says why it shows nothing. */
export function useOfferedPages(): readonly PageEntry[] {
  const may = useMayAll();
  return PAGES.filter(({ needs }) => needs === undefined || may(...needs));
}
