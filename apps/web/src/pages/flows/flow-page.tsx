import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { useAddress } from '../../data/address';
import { useRead } from '../../data/read';
import { JobLink } from '../../kit/id';
import { Page } from '../../kit/page';
import { Panel } from '../../kit/panel';
import { State } from '../../kit/state';
import { Answer, Loading } from '../../kit/states';
import { Table } from '../../kit/table';
import { Time } from '../../kit/time';

const FlowGraph = lazy(() => import('./flow-graph').then(({ FlowGraph: component }) => ({ default: component })));

/** All jobs that hang together with one, as a graph, and as a table for those who would rather read. */
export function FlowPage(): ReactNode {
  const { id = '' } = useAddress().params;
  const flow = useRead('/v1/jobs/{id}/flow', { path: { id } });
  return (
    <Page
      title="Flow"
      what={
        <>
          around job <JobLink id={id} /> · <Link to="/flows" className="link">all flows</Link>
        </>
      }
    >
      <Answer of={flow}>
        {({ nodes, edges, truncated }) => (
          <>
            <Panel title={`${nodes.length} jobs`} flush end={truncated && <span className="muted">there are more than are shown</span>}>
              <Suspense fallback={<Loading />}>
                <FlowGraph nodes={nodes} edges={edges} chosen={id} />
              </Suspense>
            </Panel>
            <Panel title="As a table" flush>
              <Table
                label="jobs of the flow"
                rows={nodes.slice(0, 200)}
                rowKey={(node) => node.id}
                columns={[
                  { name: 'Job', cell: (node) => <JobLink id={node.id} /> },
                  { name: 'Type', cell: ({ type }) => type },
                  { name: 'State', cell: ({ status }) => <State of={status} /> },
                  { name: 'Waits for', align: 'end', cell: (node) => edges.filter(({ to }) => to === node.id).length },
                  { name: 'Submitted', cell: ({ submittedAt }) => <Time at={submittedAt} /> },
                  { name: 'Finished', cell: ({ finishedAt }) => <Time at={finishedAt} /> },
                ]}
              />
            </Panel>
          </>
        )}
      </Answer>
    </Page>
  );
}
