import { mayHaveHoles, overlay, patched } from './live-pages';

const job = (id: string, status = 'QUEUED') => ({ id, status }) as never;
const page = (ids: string[], nextCursor?: string, position = 10, lagEvents = 0, searchedUntil?: string) => ({ items: ids.map((id) => job(id)), nextCursor, searchedUntil, freshness: { position, lagEvents } }) as never;
const pages = (...all: never[]) => ({ pages: all, pageParams: all.map(() => undefined) });
const ids = (of: { pages: readonly { items: readonly { id: string }[] }[] }) => of.pages.map(({ items }) => items.map(({ id }) => id));

describe('pages that stay live', () => {
  it('take new jobs in at the top, and lose and double none', () => {
    const before = pages(page(['5', '4', '3'], 'c3'), page(['2', '1']));
    expect(ids(overlay(before, page(['7', '6', '5'], 'c5')))).toEqual([['7', '6', '5', '4', '3'], ['2', '1']]);
    expect(ids(overlay(before, page(['5', '4', '3'], 'c3')))).toEqual([['5', '4', '3'], ['2', '1']]);
  });

  it('lose a job that does not match any more', () => {
    expect(ids(overlay(pages(page(['5', '4', '3'], 'c3')), page(['5', '3', '2'], 'c2')))).toEqual([['5', '3', '2']]);
    expect(ids(overlay(pages(page(['5', '4'])), page(['5'])))).toEqual([['5']]);
  });

  it('begin anew when more has come than one page holds, and leave no hole', () => {
    const before = pages(page(['5', '4', '3'], 'c3'), page(['2', '1']));
    expect(overlay(before, page(['9', '8', '7'], 'c7'))).toEqual({ pages: [page(['9', '8', '7'], 'c7')], pageParams: [undefined] });
    expect(ids(overlay(pages(page(['5'])), page(['6'])))).toEqual([['6']]);
  });

  it('keep what was found further down when the first page was given up before it was full', () => {
    const before = pages(page(['5'], 'c5'), page(['2', '1']));
    const searched = (found: string[]) => page(found, 'c3', 10, 0, '3');
    expect(overlay(before, searched([]))).toBe(before);
    expect(ids(overlay(before, searched(['6', '5'])))).toEqual([['6', '5'], ['2', '1']]);
    expect(overlay(before, searched(['6'])).pages[0]?.nextCursor).toBe('c5');
  });

  it('show the states that were told, and leave the rest the same objects', () => {
    const before = pages(page(['2']), page(['1']));
    const after = patched(before, { position: 11, jobs: [{ id: '1', status: 'RUNNING' }, { id: '9', status: 'RUNNING' }] });
    expect(after.pages[1]?.items[0]).toMatchObject({ id: '1', status: 'RUNNING' });
    expect(after.pages[0]).toBe(before.pages[0]);
    expect(patched(before, { position: 11, jobs: [{ id: '2', status: 'QUEUED' }] })).toBe(before);
    // A page that was read after it was told knows better.
    expect(patched(before, { position: 10, jobs: [{ id: '2', status: 'RUNNING' }] })).toBe(before);
  });

  it('may have holes when they were read while the read model was behind, which can be mended once it knows what it did not', () => {
    const now = (position: number) => ({ position, lagEvents: 0 }) as never;
    expect(mayHaveHoles(pages(page(['3']), page(['2'])), now(20))).toBe(false);
    const behind = pages(page(['3']), page(['2'], undefined, 10, 5));
    expect([14, 15].map((position) => mayHaveHoles(behind, now(position)))).toEqual([false, true]);
    // Rows that were only pushed down keep what is known of them.
    expect(mayHaveHoles(overlay(pages(page(['3', '2'], undefined, 10, 5)), page(['4', '3'], 'c3', 20)), now(20))).toBe(true);
    expect(mayHaveHoles(overlay(pages(page(['3', '2'], undefined, 10, 5)), page(['4', '3', '2'], undefined, 20)), now(20))).toBe(false);
  });
});
