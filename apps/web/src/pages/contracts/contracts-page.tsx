import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { oneOf, useAddress } from '../../data/address';
import { useRead } from '../../data/read';
import kit from '../../kit/kit.module.css';
import { Page } from '../../kit/page';
import { Panel } from '../../kit/panel';
import { Answer, Empty } from '../../kit/states';
import styles from './contracts.module.css';

const KINDS: Readonly<Record<string, string>> = {
  events: 'Events: what has happened', reports: 'Reports of workers', control: 'Answers to workers', telemetry: 'Telemetry', http: 'Requests and answers over HTTP', domain: 'Parts that others are made of', envelope: 'The envelope',
};

export function ContractsPage(): ReactNode {
  const q = oneOf(useAddress().search, 'q') ?? '';
  const navigate = useNavigate();
  // Contracts are as old as the release; the badge is asked for apart.
  useRead('/v1/projections', { every: 5_000 });
  const contracts = useRead('/v1/contracts', { every: false });
  const wanted = q.toLowerCase();
  return (
    <Page
      title="Contracts"
      what="Every message and every answer of the platform, as a JSON Schema with examples."
      actions={<input type="search" className={kit.input} aria-label="find a contract" placeholder="Find a contract" value={q} onChange={(event) => void navigate({ to: '/contracts', search: { q: event.target.value || undefined }, replace: true })} />}
    >
      <Answer of={contracts}>
        {({ items }) => {
          const found = items.filter(({ name, description }) => name.toLowerCase().includes(wanted) || description.toLowerCase().includes(wanted));
          if (found.length === 0) return <Panel><Empty title={`No contract speaks of “${q}”`} /></Panel>;
          return Object.entries(KINDS)
            .map(([kind, title]) => [title, found.filter((contract) => contract.kind === kind)] as const)
            .filter(([, members]) => members.length > 0)
            .map(([title, members]) => (
              <Panel key={title} title={title} end={<span className="muted">{members.length}</span>}>
                <ul className={styles.list}>
                  {members.map(({ name, version, description }) => (
                    <li key={name}>
                      <Link className="link mono" to={'/contracts/$name'} params={{ name }}>
                        {name}
                      </Link>
                      <span className="muted"> {version}</span>
                      <p className={styles.what}>{description}</p>
                    </li>
                  ))}
                </ul>
              </Panel>
            ));
        }}
      </Answer>
    </Page>
  );
}
