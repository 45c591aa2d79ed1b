import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAddress } from '../../data/address';
import { useRead } from '../../data/read';
import { Grid, Page } from '../../kit/page';
import { Facts, Panel } from '../../kit/panel';
import { Badge } from '../../kit/state';
import { Answer } from '../../kit/states';
import { Table } from '../../kit/table';
import { Time } from '../../kit/time';
import { Acknowledge } from './acknowledge';
import { Markdown } from './markdown-view';
import { severityTone } from './severity-tone';

/** Labels that stand among the facts by themselves. */
const TOLD: ReadonlySet<string> = new Set(['alertname', 'category', 'service', 'severity']);

export function AlertPage(): ReactNode {
  const { id = '' } = useAddress().params;
  const history = useRead('/v1/alerts/{fingerprint}', { path: { fingerprint: id } });
  return (
    <Answer of={history}>
      {({ items }) => {
        const [latest] = items;
        if (latest === undefined) return null;
        return (
          <Page title={latest.name} what={latest.summary} actions={<><Link className="link" to={'/alerts'}>All alerts</Link><Acknowledge alert={latest} /></>}>
            <Grid min={360}>
              <Panel title="The last time" end={<Badge tone={latest.state === 'firing' ? severityTone(latest.severity) : 'ok'}>{latest.state.toLowerCase()}</Badge>}>
                <Facts
                  of={[
                    ['Severity', latest.severity],
                    ['Category', latest.category],
                    ['Service', latest.service],
                    ['Began', <Time key="began" at={latest.startsAt} />],
                    ['Ended', latest.resolvedAt && <Time key="ended" at={latest.resolvedAt} />],
                    ['Acknowledged', latest.acknowledged && `${latest.acknowledged.by}${latest.acknowledged.note === undefined ? '' : `: ${latest.acknowledged.note}`}`],
                    ['Escalated', latest.escalatedAt && <Time key="escalated" at={latest.escalatedAt} />],
                    ['What', latest.description],
                    ...Object.entries(latest.labels as Record<string, string>).filter(([name]) => !TOLD.has(name)).map(([name, value]) => [name, <code key={name}>{value}</code>] as const),
                  ]}
                />
              </Panel>
              <Panel title="Its history" flush>
                <Table
                  label="occurrences"
                  rows={items}
                  rowKey={({ startsAt }) => startsAt}
                  columns={[
                    { name: 'Began', cell: ({ startsAt }) => <Time at={startsAt} /> },
                    { name: 'Ended', cell: ({ resolvedAt }) => <Time at={resolvedAt} /> },
                    { name: 'Seen by', cell: ({ acknowledged }) => acknowledged?.by ?? <span className="muted">nobody</span> },
                  ]}
                />
              </Panel>
            </Grid>
            <Runbook alert={latest.name} />
          </Page>
        );
      }}
    </Answer>
  );
}

function Runbook({ alert }: { alert: string }): ReactNode {
  const runbook = useRead('/v1/runbooks/{alert}', { path: { alert }, every: false });
  return (
    <Panel title="What to do">
      <Answer of={runbook}>{({ markdown }) => <Markdown text={markdown.replace(/^# .*\n/, '')} />}</Answer>
    </Panel>
  );
}
