import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { oneOf, useAddress } from '../../data/address';
import { count } from '../../data/format';
import { useRead } from '../../data/read';
import kit from '../../kit/kit.module.css';
import { Page } from '../../kit/page';
import { Panel } from '../../kit/panel';
import { Answer, Empty } from '../../kit/states';
import { Table } from '../../kit/table';
import { Time } from '../../kit/time';
import styles from './errors.module.css';

type Sort = '-count' | '-lastSeen';

export function ErrorsPage(): ReactNode {
  const { search } = useAddress();
  const navigate = useNavigate();
  const sort: Sort = oneOf(search, 'sort') === '-count' ? '-count' : '-lastSeen';
  const errors = useRead('/v1/errors', { query: { limit: 100, sort } });
  return (
    <Page
      title="Errors"
      what="Errors of attempts, the same ones together: same type, code and message, whatever ids and figures stand in it."
      actions={
        <select aria-label="order" className={kit.input} value={sort} onChange={(event) => void navigate({ to: '/errors', search: { sort: event.target.value } })}>
          <option value="-lastSeen">Latest first</option>
          <option value="-count">Most frequent first</option>
        </select>
      }
    >
      <Panel flush>
        <Answer of={errors}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title="Nothing has failed">
                <p className="muted">When a handler throws or takes too long, its error stands here, with how often, since when, and jobs to look at.</p>
              </Empty>
            ) : (
              <Table
                label="errors"
                rows={items}
                rowKey={({ fingerprint }) => fingerprint}
                columns={[
                  {
                    name: 'Error',
                    cell: ({ fingerprint, code, message }) => (
                      <Link className={styles.error} to={'/errors/$fingerprint'} params={{ fingerprint }}>
                        <b className="mono">{code}</b>
                        <span className="truncate">{message}</span>
                      </Link>
                    ),
                  },
                  { name: 'Type', cell: ({ type }) => type },
                  { name: 'Queue', cell: ({ queue }) => queue },
                  { name: 'Times', cell: ({ count: times }) => count(times), align: 'end' },
                  { name: 'First', cell: ({ firstSeen }) => <Time at={firstSeen} /> },
                  { name: 'Last', cell: ({ lastSeen }) => <Time at={lastSeen} /> },
                ]}
              />
            )
          }
        </Answer>
      </Panel>
    </Page>
  );
}
