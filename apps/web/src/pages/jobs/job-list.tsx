import { useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type KeyboardEvent, memo, type ReactNode, useEffect, useRef, useState } from 'react';
import type { JobColumn } from './columns';
import type { JobRow } from './live-pages';
import styles from './jobs.module.css';

const ROW = 33;
/** The head scrolls with the rows, and sticks. */
const HEAD = 30;
/** Rows before the end of what is there at which more is asked for. */
const AHEAD = 30;

export interface JobListProps {
  readonly jobs: readonly JobRow[];
  readonly columns: readonly JobColumn[];
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (ids: ReadonlySet<string>) => void;
  readonly selectable: boolean;
  readonly more: boolean;
  readonly onEnd: () => void;
}

/** However many jobs there are, only those that are seen are drawn. j and k go through them, enter opens, x selects. */
export function JobList({ jobs, columns, selected, onSelect, selectable, more, onEnd }: JobListProps): ReactNode {
  const navigate = useNavigate();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(-1);
  const rows = useVirtualizer({ count: jobs.length, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 8, scrollMargin: HEAD, scrollPaddingStart: HEAD, getItemKey: (index) => jobs[index]?.id ?? index });
  const drawn = rows.getVirtualItems();
  const lastDrawn = drawn.at(-1)?.index ?? -1;
  useEffect(() => {
    if (more && lastDrawn >= jobs.length - AHEAD) onEnd();
  }, [more, lastDrawn, jobs.length, onEnd]);

  const toggle = (id: string): void => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect(next);
  };
  const move = (to: number): void => {
    const index = Math.max(0, Math.min(jobs.length - 1, to));
    setActive(index);
    rows.scrollToIndex(index);
  };
  const onKey = (event: KeyboardEvent): void => {
    const job = jobs[active];
    if (event.key === 'j' || event.key === 'ArrowDown') move(active + 1);
    else if (event.key === 'k' || event.key === 'ArrowUp') move(active - 1);
    else if (event.key === 'Home') move(0);
    else if (event.key === 'End') move(jobs.length - 1);
    else if (event.key === 'Enter' && job !== undefined) void navigate({ to: '/jobs/$id', params: { id: job.id } });
    else if (event.key === 'x' && job !== undefined && selectable) toggle(job.id);
    else return;
    event.preventDefault();
  };
  const template = `${selectable ? '30px ' : ''}${columns.map(({ width }) => width).join(' ')}`;
  return (
    <div className={styles.frame} role="grid" aria-label="jobs" aria-rowcount={more ? -1 : jobs.length + 1} aria-multiselectable={selectable} tabIndex={0} onKeyDown={onKey} style={{ '--columns': template } as CSSProperties} data-list>
      <div ref={scroller} className={styles.rows} role="presentation">
        <div className={styles.head} role="row" aria-rowindex={1}>
          {selectable && (
            <div role="columnheader">
              <span className="visually-hidden">selected</span>
            </div>
          )}
          {columns.map(({ id, name, end }) => (
            <div key={id} role="columnheader" className={end === true ? styles.end : undefined}>
              {name}
            </div>
          ))}
        </div>
        <div style={{ height: rows.getTotalSize(), position: 'relative' }} role="rowgroup">
          {drawn.map(({ index, key, start }) => {
            const job = jobs[index];
            return (
              job && (
                <Row key={key} job={job} columns={columns} index={index} top={start - HEAD} active={index === active} selected={selected.has(job.id)} selectable={selectable} onToggle={toggle} onOpen={(id) => void navigate({ to: '/jobs/$id', params: { id } })} />
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface RowProps {
  readonly job: JobRow;
  readonly columns: readonly JobColumn[];
  readonly index: number;
  readonly top: number;
  readonly active: boolean;
  readonly selected: boolean;
  readonly selectable: boolean;
  readonly onToggle: (id: string) => void;
  readonly onOpen: (id: string) => void;
}

/** Drawn again when its job has changed, and not because another has. */
const Row = memo(
  function Row({ job, columns, index, top, active, selected, selectable, onToggle, onOpen }: RowProps): ReactNode {
    return (
      <div className={styles.row} role="row" aria-rowindex={index + 2} aria-selected={selectable ? selected : undefined} data-active={active} style={{ transform: `translateY(${top}px)` }} onClick={() => onOpen(job.id)}>
        {selectable && (
          <div role="gridcell" onClick={(event) => event.stopPropagation()}>
            <input type="checkbox" tabIndex={-1} checked={selected} onChange={() => onToggle(job.id)} aria-label={`select job ${job.id}`} />
          </div>
        )}
        {columns.map(({ id, cell, end }, at) => (
          <div key={id} role="gridcell" className={`truncate ${end === true ? styles.end : ''}`}>
            {at === 0 ? (
              <a href={`/jobs/${job.id}`} tabIndex={-1} onClick={(event) => event.preventDefault()}>
                {cell(job)}
              </a>
            ) : (
              cell(job)
            )}
          </div>
        ))}
      </div>
    );
  },
  (before, after) =>
    before.job.version === after.job.version && before.job.status === after.job.status && before.job.id === after.job.id && before.top === after.top && before.active === after.active && before.selected === after.selected && before.selectable === after.selectable && before.columns === after.columns,
);
