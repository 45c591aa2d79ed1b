import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { useAddress } from '../../data/address';
import { count, submittedAtOf } from '../../data/format';
import { useRead } from '../../data/read';
import { Button } from '../../kit/button';
import { Menu } from '../../kit/menu';
import { JOB_STATES } from '../../kit/state';
import { Empty, Failure, Loading } from '../../kit/states';
import { Time } from '../../kit/time';
import { BulkActions } from './bulk-actions';
import { COLUMNS, SHOWN_BY_DEFAULT, SHOWN_WHEN_NARROW } from './columns';
import { FilterBar } from './filter-bar';
import { type Chip, chipsOf, queryOf, searchOf } from './filters';
import { JobList } from './job-list';
import styles from './jobs.module.css';
import { useJobs } from './jobs-data';
import { SavedViews } from './saved-views';

const COLUMNS_KEY = 'observatory.columns';
const NARROW = '(max-width: 720px)';

export function JobsPage(): ReactNode {
  const { search } = useAddress();
  const navigate = useNavigate();
  const chips = chipsOf(search);
  const setChips = (next: readonly Chip[]) => void navigate({ to: '/jobs', search: searchOf(next), replace: true });
  const text = JSON.stringify(queryOf(search));
  const query = useMemo(() => JSON.parse(text) as ReturnType<typeof queryOf>, [text]);
  const [live, setLive] = useState(true);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => setSelected(new Set()), [text]);
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useJobs(query, live);
  const jobs = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const onEnd = useCallback(() => void (!isFetchingNextPage && fetchNextPage()), [isFetchingNextPage, fetchNextPage]);
  const { columns, menu, narrow } = useColumns();
  useEffect(() => void (document.title = 'Jobs · Job Observatory'), []);

  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <h1>Jobs</h1>
        <div className={styles.line}>
          <Button aria-pressed={live} onClick={() => setLive(!live)}>
            {live ? '❚❚ Pause' : '▶ Live'}
          </Button>
          <SavedViews search={search} onOpen={(view) => void navigate({ to: '/jobs', search: view })} />
          {menu}
        </div>
      </header>
      <div className={styles.bar}>
        <States state={[search.state].flat()[0]} onChange={(state) => setChips([...chips.filter(({ name }) => name !== 'state'), ...(state === undefined ? [] : [{ name: 'state' as const, value: state }])])} />
        <FilterBar chips={chips} onChange={setChips} />
        <BulkActions search={search} selected={selected} onDone={() => setSelected(new Set())} />
      </div>
      {error !== null && jobs.length === 0 ? (
        <div style={{ padding: 16 }}>
          <Failure error={error} retry={() => void refetch()} />
        </div>
      ) : data === undefined ? (
        <Loading lines={12} />
      ) : jobs.length === 0 && hasNextPage ? (
        <Searching until={data.pages.at(-1)?.searchedUntil} onGoOn={onEnd} />
      ) : jobs.length === 0 ? (
        <NoJobs filtered={chips.length > 0} onClear={() => setChips([])} />
      ) : (
        <JobList jobs={jobs} columns={columns} selected={selected} onSelect={setSelected} selectable={!narrow} more={hasNextPage} onEnd={onEnd} />
      )}
    </div>
  );
}

/** The nine states with how many jobs are in each, as the overview counts them. */
function States({ state, onChange }: { state: string | undefined; onChange: (state: string | undefined) => void }): ReactNode {
  const { data } = useRead('/v1/overview');
  return (
    <div className={styles.states} role="group" aria-label="state">
      <button type="button" className={styles.stateButton} aria-pressed={state === undefined} onClick={() => onChange(undefined)}>
        All
      </button>
      {JOB_STATES.map((one) => (
        <button key={one} type="button" className={styles.stateButton} aria-pressed={state === one} onClick={() => onChange(state === one ? undefined : one)}>
          {one.charAt(0) + one.slice(1).toLowerCase()} {data && <span className="muted">{count(data.counts[one])}</span>}
        </button>
      ))}
    </div>
  );
}

/** Few jobs match, if any, and none was found among those that were looked at so far: it is looked on as long as somebody waits for it. */
function Searching({ until, onGoOn }: { until: string | undefined; onGoOn: () => void }): ReactNode {
  useEffect(onGoOn, [until, onGoOn]);
  return (
    <Empty title="Still searching">
      <p role="status">
        {until === undefined ? 'No job matches so far.' : <>No job matches so far; the last one that was looked at was submitted <Time at={submittedAtOf(until)} />.</>} A filter by state, queue, type or tag makes it faster.
      </p>
    </Empty>
  );
}

function NoJobs({ filtered, onClear }: { filtered: boolean; onClear: () => void }): ReactNode {
  return filtered ? (
    <Empty title="No job matches">
      <p>Filters must all hold at once; a tag or reference is matched as a whole, words are looked for in ids, tags, references and errors.</p>
      <Button onClick={onClear}>Show all jobs</Button>
    </Empty>
  ) : (
    <Empty title="No jobs yet">
      <p>
        A job is submitted with <code>POST /v1/jobs</code>, or <Link to="/submit" className="link">from here</Link>. It stands in this list within a quarter of a second.
      </p>
    </Empty>
  );
}

/** Which columns are shown; on a narrow screen, what fits. */
function useColumns() {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const media = matchMedia(NARROW);
    const follow = (): void => setNarrow(media.matches);
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, []);
  const [chosen, setChosen] = useState<readonly string[]>(() => {
    try {
      return (JSON.parse(localStorage.getItem(COLUMNS_KEY) ?? 'null') as string[] | null) ?? SHOWN_BY_DEFAULT;
    } catch {
      return SHOWN_BY_DEFAULT;
    }
  });
  const toggle = (id: string): void => {
    const next = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
    if (next.length === 0) return;
    setChosen(next);
    localStorage.setItem(COLUMNS_KEY, JSON.stringify(next));
  };
  const columns = useMemo(() => COLUMNS.filter(({ id }) => (narrow ? SHOWN_WHEN_NARROW : chosen).includes(id)), [narrow, chosen]);
  const menu = narrow ? null : <Menu name="Columns" items={COLUMNS.map(({ id, name }) => ({ name, checked: chosen.includes(id), onSelect: () => toggle(id) }))} />;
  return { columns, menu, narrow };
}
