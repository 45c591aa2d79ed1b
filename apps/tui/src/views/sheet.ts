import type { Span } from '../text/line';
import type { Column } from '../text/table';

/** Things as a table, not yet fitted into a terminal: the same on pages and in the answers of sub-commands. */
export interface Sheet<Item> {
  readonly columns: readonly Column[];
  readonly cells: (item: Item, now: number) => readonly Span[];
}
