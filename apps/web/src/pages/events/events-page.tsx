import { useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { oneOf, useAddress } from '../../data/address';
import { count } from '../../data/format';
import { useRead } from '../../data/read';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import { JobLink } from '../../kit/id';
import { Json } from '../../kit/json';
import kit from '../../kit/kit.module.css';
import { Page } from '../../kit/page';
import { Panel } from '../../kit/panel';
import { Badge, type Tone } from '../../kit/state';
import { Empty } from '../../kit/states';
import { Time } from '../../kit/time';
import { gist, type LoggedEvent, speaksOf } from './event-log';
import styles from './events.module.css';
import { type LogState, useEventLog } from './use-event-log';

const ROW_PX = 32;
const STATES: Readonly<Record<LogState, readonly [Tone, string]>> = { connecting: ['plain', 'connecting'], live: ['ok', 'live'], away: ['warn', 'cut off, trying again'], 'not-here': ['danger', 'no stream'] };
const FAMILIES: Readonly<Record<string, string>> = { 'job.completed': 'completed', 'job.failed': 'failed', 'job.cancelled': 'cancelled', 'job.started': 'running', 'job.retry_scheduled': 'retrying', 'job.queued': 'queued', 'job.submitted': 'waiting' };

export function EventsPage(): ReactNode {
  const q = oneOf(useAddress().search, 'q') ?? '';
  const navigate = useNavigate();
  const contracts = useRead('/v1/contracts', { every: false });
  const types = useMemo(() => (contracts.data?.items ?? []).filter(({ kind }) => kind === 'events').map(({ name }) => name), [contracts.data]);
  const { events, state } = useEventLog(types);
  const [held, setHeld] = useState<readonly LoggedEvent[]>();
  const [open, setOpen] = useState<LoggedEvent>();
  const shown = useMemo(() => (held ?? events).filter((event) => speaksOf(event, q)), [held, events, q]);
  const missed = held === undefined ? 0 : Math.max(0, (events[0]?.stream?.position ?? 0) - (held[0]?.stream?.position ?? 0));
  const [tone, word] = STATES[state];
  return (
    <Page
      title="Events"
      what="The log as it goes by. Everything else is made from it."
      actions={
        <>
          <Badge tone={held === undefined ? tone : 'warn'}>{held === undefined ? word : `paused, ${count(missed)} new`}</Badge>
          <input type="search" className={kit.input} style={{ width: 220 }} list="event-types" aria-label="filter events" placeholder="Type, id, any word" value={q} onChange={(event) => void navigate({ to: '/events', search: { q: event.target.value || undefined }, replace: true })} />
          <datalist id="event-types">{types.map((type) => <option key={type} value={type} />)}</datalist>
          <Button onClick={() => setHeld(held === undefined ? events : undefined)}>{held === undefined ? 'Pause' : 'Go on'}</Button>
        </>
      }
    >
      <Panel flush>
        {shown.length === 0 ? (
          state === 'not-here' ? (
            <Empty title="This observatory streams no events">
              <p className="muted">
                A job’s page shows its own; the whole log can be read at the gateway, <code>GET /v1/events</code>.
              </p>
            </Empty>
          ) : (
            <Empty title={q === '' ? 'Nothing happens' : `No event of the last ones speaks of “${q}”`}>
              <p className="muted">Submit a job, and its life goes by here.</p>
            </Empty>
          )
        ) : (
          <Rows events={shown} onOpen={setOpen} />
        )}
      </Panel>
      <Dialog title={open?.eventType ?? ''} what={open?.stream === undefined ? undefined : `position ${open.stream.position} of the log`} open={open !== undefined} onClose={() => setOpen(undefined)}>
        {open !== undefined && <Json value={open} label="the envelope" />}
      </Dialog>
    </Page>
  );
}

function Rows({ events, onOpen }: { events: readonly LoggedEvent[]; onOpen: (event: LoggedEvent) => void }): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: events.length, getScrollElement: () => place.current, estimateSize: () => ROW_PX, overscan: 12, getItemKey: (index) => events[index]?.eventId ?? index });
  return (
    <div ref={place} className={styles.rows} tabIndex={0} role="region" aria-label="events, newest first">
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(({ key, index, start }) => {
          const event = events[index];
          return event === undefined ? null : (
            <div key={key} className={styles.row} style={{ transform: `translateY(${start}px)` }}>
              <span className={styles.position}>{event.stream?.position ?? ''}</span>
              <button type="button" className={styles.type} style={{ '--colour': `var(--state-${FAMILIES[event.eventType] ?? 'scheduled'})` } as React.CSSProperties} onClick={() => onOpen(event)}>
                {event.eventType}
              </button>
              <span className={styles.stream}>{event.eventType.startsWith('job.') && event.stream !== undefined ? <JobLink id={event.stream.id} /> : null}</span>
              <span className={`truncate ${styles.gist}`}>{gist(event)}</span>
              <span className={styles.at}>
                <Time at={event.occurredAt} />
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
