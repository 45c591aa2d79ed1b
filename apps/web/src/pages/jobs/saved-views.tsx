import { type ReactNode, useState } from 'react';
import type { Search } from '../../data/search';
import { Menu } from '../../kit/menu';

const KEY = 'observatory.views';

interface View {
  readonly name: string;
  readonly search: Search;
}

const BUILT_IN: readonly View[] = [
  { name: 'Failed', search: { state: 'FAILED' } },
  { name: 'Running but failing', search: { failing: 'true' } },
  { name: 'Latest to finish', search: { sort: '-finishedAt' } },
];

function load(): readonly View[] {
  try {
    return (JSON.parse(localStorage.getItem(KEY) ?? '[]') as View[]).filter(({ name, search }) => typeof name === 'string' && typeof search === 'object');
  } catch {
    return [];
  }
}

/** Filters under a name. The address is the view: one that is sent to somebody else shows them the same. */
export function SavedViews({ search, onOpen }: { search: Search; onOpen: (search: Search) => void }): ReactNode {
  const [views, setViews] = useState(load);
  const keep = (next: readonly View[]): void => {
    setViews(next);
    localStorage.setItem(KEY, JSON.stringify(next));
  };
  const save = (): void => {
    const name = window.prompt('A name for this view')?.trim();
    if (name !== undefined && name !== '') keep([...views.filter((view) => view.name !== name), { name, search }]);
  };
  const isSaved = views.find((view) => JSON.stringify(view.search) === JSON.stringify(search));
  return (
    <Menu
      name="Views"
      items={[
        ...[...BUILT_IN, ...views].map((view) => ({ name: view.name, onSelect: () => onOpen(view.search) })),
        { name: 'Save this view…', onSelect: save, disabled: Object.keys(search).length === 0 },
        ...(isSaved === undefined ? [] : [{ name: `Forget “${isSaved.name}”`, onSelect: () => keep(views.filter((view) => view !== isSaved)) }]),
      ]}
    />
  );
}
