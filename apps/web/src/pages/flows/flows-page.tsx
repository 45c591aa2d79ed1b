import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useRead } from '../../data/read';
import { JobLink } from '../../kit/id';
import { Page } from '../../kit/page';
import { Panel } from '../../kit/panel';
import { JOB_STATES, State } from '../../kit/state';
import { Answer, Empty } from '../../kit/states';
import { Table } from '../../kit/table';
import { Time } from '../../kit/time';

/** Jobs that hang together, the latest first; each leads to its graph. */
export function FlowsPage(): ReactNode {
  const flows = useRead('/v1/flows', { query: { limit: 50 } });
  return (
    <Page title="Flows" what="Jobs that wait for others, and all that hang together with them">
      <Answer of={flows}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No flows yet">
              <p>
                A job that names parents (<code>after</code>) waits until they have completed. A parent with many children fans out, a child with many parents fans in.
              </p>
            </Empty>
          ) : (
            <Panel flush>
              <Table
                label="flows"
                rows={items}
                rowKey={({ id }) => id}
                columns={[
                  {
                    name: 'Flow',
                    cell: ({ id, type }) => (
                      <Link to="/flows/$id" params={{ id }} className="link">
                        {type}
                      </Link>
                    ),
                  },
                  { name: 'First job', cell: ({ id }) => <JobLink id={id} /> },
                  { name: 'Jobs', align: 'end', cell: ({ jobs, truncated }) => `${jobs}${truncated ? '+' : ''}` },
                  {
                    name: 'States',
                    cell: ({ counts }) => (
                      <span style={{ display: 'inline-flex', gap: 12 }}>
                        {JOB_STATES.filter((state) => counts[state] > 0).map((state) => (
                          <span key={state} style={{ display: 'inline-flex', gap: 5 }}>
                            {counts[state]} <State of={state} />
                          </span>
                        ))}
                      </span>
                    ),
                  },
                  { name: 'Began', cell: ({ submittedAt }) => <Time at={submittedAt} /> },
                  { name: 'Ended', cell: ({ finishedAt }) => <Time at={finishedAt} /> },
                ]}
              />
            </Panel>
          )
        }
      </Answer>
    </Page>
  );
}
