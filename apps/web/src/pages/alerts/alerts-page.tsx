import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ObservatoryComponents } from '#observatory-client';
import { oneOf, useAddress } from '../../data/address';
import { useRead } from '../../data/read';
import { Page } from '../../kit/page';
import { Panel } from '../../kit/panel';
import { Badge } from '../../kit/state';
import { Answer, Empty } from '../../kit/states';
import { Table } from '../../kit/table';
import { Tabs } from '../../kit/tabs';
import { Time } from '../../kit/time';
import { Acknowledge } from './acknowledge';
import styles from './alerts.module.css';
import { severityTone } from './severity-tone';

type Alert = ObservatoryComponents['schemas']['Alert'];

export function AlertsPage(): ReactNode {
  const show = oneOf(useAddress().search, 'show');
  const navigate = useNavigate();
  const active = show !== 'history';
  return (
    <Page title="Alerts" what="What is wrong now, what was, and what to do about it.">
      <Tabs
        label="which alerts"
        active={active ? 'active' : 'history'}
        onChange={(tab) => void navigate({ to: '/alerts', search: (tab === 'active' ? {} : { show: tab }) })}
        tabs={[
          { id: 'active', title: 'Active', content: () => <List kind="active" /> },
          { id: 'history', title: 'Resolved', content: () => <List kind="history" /> },
        ]}
      />
    </Page>
  );
}

function List({ kind }: { kind: 'active' | 'history' }): ReactNode {
  const all = useRead('/v1/alerts', { query: { limit: 100, state: kind === 'active' ? 'firing' : 'resolved' } });
  return (
    <Panel flush>
      <Answer of={all}>
        {({ items }) =>
          items.length === 0 ? (
            kind === 'active' ? (
              <Empty title="All is well">
                <p className="muted">No alert is active. Prometheus judges its rules every few seconds; what they say comes here by Alertmanager and the log.</p>
              </Empty>
            ) : (
              <Empty title="No alert has been resolved yet" />
            )
          ) : (
            <Table
              label={`${kind} alerts`}
              rows={items}
              rowKey={({ fingerprint, startsAt }) => `${fingerprint}${startsAt}`}
              columns={[
                { name: 'Severity', cell: ({ severity }) => <Badge tone={severityTone(severity)}>{severity}</Badge> },
                { name: 'Alert', cell: Name },
                { name: 'Service', cell: ({ service }) => service ?? <span className="muted">–</span> },
                { name: 'Began', cell: ({ startsAt }) => <Time at={startsAt} /> },
                ...(kind === 'history' ? [{ name: 'Ended', cell: ({ resolvedAt }: Alert) => <Time at={resolvedAt} /> }] : [{ name: 'Seen by', cell: (alert: Alert) => <Acknowledge alert={alert} /> }]),
              ]}
            />
          )
        }
      </Answer>
    </Panel>
  );
}

function Name({ fingerprint, name, summary }: Alert): ReactNode {
  return (
    <Link className={styles.alert} to={'/alerts/$id'} params={{ id: fingerprint }}>
      <b>{name}</b>
      <span className="muted truncate">{summary}</span>
    </Link>
  );
}
