import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ReadBody } from '#observatory-client';
import { gateway } from '../../data/client';
import { BY, useCommand, useConsole } from '../../data/console';
import { count, percent } from '../../data/format';
import { useRead } from '../../data/read';
import { CommandButton } from '../../kit/dialog';
import { Page } from '../../kit/page';
import { Panel } from '../../kit/panel';
import { Badge } from '../../kit/state';
import { Answer, Empty } from '../../kit/states';
import { Table } from '../../kit/table';
import { Time } from '../../kit/time';
import { filterText } from './filter-text';
import styles from './operations.module.css';

type Operation = ReadBody<'/v1/operations'>['items'][number];

/** What was done to many jobs at once, by whom and why, and what came of it. */
export function OperationsPage(): ReactNode {
  const operations = useRead('/v1/operations', { query: { limit: 100 } });
  const { commands } = useConsole('operations:write');
  return (
    <Page title="Operations" what="What was done to many jobs at once.">
      <Panel flush>
        <Answer of={operations}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title="Nothing was done to many jobs yet">
                <p className="muted">
                  Filter the <Link className="link" to="/jobs">list of jobs</Link>, or select some of them: then all can be cancelled, retried or redriven as one operation, which goes on in the background and stands here.
                </p>
              </Empty>
            ) : (
              <Table
                label="operations"
                rows={items}
                rowKey={({ id }) => id}
                columns={[
                  { name: 'What', cell: ({ action, dryRun }) => <b>{action.replace('_', ' ')}{dryRun ? ' (only counted)' : ''}</b> },
                  { name: 'Of', cell: ({ filter }) => <code>{filterText(filter)}</code> },
                  { name: 'State', cell: ({ status }) => <Badge tone={TONES[status]}>{status}</Badge> },
                  { name: 'Progress', cell: (one) => <Progress of={one} /> },
                  { name: 'Matched', cell: ({ matched }) => count(matched), align: 'end' },
                  { name: 'Done', cell: ({ done }) => count(done), align: 'end' },
                  { name: 'Skipped', cell: ({ skipped }) => count(skipped), align: 'end' },
                  { name: 'Failed', cell: ({ failed }) => count(failed), align: 'end' },
                  { name: 'By', cell: ({ by, reason }) => <span title={reason}>{by}{reason === undefined ? '' : `: ${reason}`}</span> },
                  { name: 'Started', cell: ({ startedAt }) => <Time at={startedAt} /> },
                  { name: 'Ended', cell: ({ finishedAt }) => <Time at={finishedAt} /> },
                  ...(commands ? [{ name: 'Do', cell: (operation: Operation) => operation.status === 'running' && <StopOperation id={operation.id} /> }] : []),
                ]}
              />
            )
          }
        </Answer>
      </Panel>
    </Page>
  );
}

const TONES = { running: 'accent', finished: 'ok', cancelled: 'plain' } as const;

/** How far it is, and while it is at work when it will have ended. */
function Progress({ of: { id, action, status, progress, etaAt } }: { of: Operation }): ReactNode {
  return (
    <span className={styles.progress}>
      <progress aria-label={`progress of ${action.replace('_', ' ')} ${id}`} max={1} value={progress} />
      <span className="num">{percent(progress)}</span>
      {status === 'running' && etaAt !== undefined && <span className="muted">ends <Time at={etaAt} /></span>}
    </span>
  );
}

function StopOperation({ id }: { id: string }): ReactNode {
  const stop = useCommand<string | undefined>((reason) => gateway.post('/v1/operations/{id}/cancel', { params: { path: { id } }, body: { by: BY, reason } as never }), 'It stops; what is done stays done');
  return <CommandButton name="Stop" title="Stop this operation" what="What it has done to jobs so far stays done; the others are left as they are." dangerous onSend={(reason) => stop.mutate(reason)} />;
}
