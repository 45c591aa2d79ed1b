import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ReadBody } from '#observatory-client';
import { oneOf, useAddress } from '../../data/address';
import { count } from '../../data/format';
import { useRead } from '../../data/read';
import { Page } from '../../kit/page';
import { Facts, Panel } from '../../kit/panel';
import { Badge } from '../../kit/state';
import { Answer, Empty } from '../../kit/states';
import { Table } from '../../kit/table';
import { Tabs } from '../../kit/tabs';
import { Time } from '../../kit/time';

type Entry = ReadBody<'/v1/audit'>['items'][number];
type Chain = ReadBody<'/v1/audit/chain'>;

/** Who comes and reads it does so to look something up: it need not move under their eyes. */
const EVERY_MS = 5_000;
const PAGE = 100;

/** Who did what, what looks like an attack, and whether the trail is whole. */
export function AuditPage(): ReactNode {
  const navigate = useNavigate();
  const show = oneOf(useAddress().search, 'show') ?? 'trail';
  return (
    <Page title="Audit" what="Who did what, from where, and what became of it.">
      <ChainState />
      <Tabs
        label="what of the audit trail"
        active={show}
        onChange={(tab) => void navigate({ to: '/audit', search: tab === 'trail' ? {} : { show: tab } })}
        tabs={[
          { id: 'trail', title: 'Trail', content: () => <Trail /> },
          { id: 'security', title: 'Refused', content: () => <Trail verdict="refused" /> },
          { id: 'incidents', title: 'Incidents', content: () => <Incidents /> },
        ]}
      />
    </Page>
  );
}

function ChainState(): ReactNode {
  const chain = useRead('/v1/audit/chain', { every: EVERY_MS });
  return (
    <Panel title="The chain" end={chain.data && <Badge tone={chain.data.verified ? 'ok' : 'danger'}>{chain.data.verified ? 'whole' : 'tampered with'}</Badge>}>
      <Answer of={chain}>{(state) => <Facts of={factsOf(state)} />}</Answer>
    </Panel>
  );
}

function factsOf({ sequence, head, unsealed, checkedAt }: Chain): (readonly [string, ReactNode])[] {
  return [
    ['Entries', count(sequence)],
    ['Sealed up to', head === undefined ? 'not sealed yet' : <span key="head">entry {count(head.sequence)}, <Time at={head.signedAt} />, with the key <code>{head.keyId}</code></span>],
    ['Not sealed yet', count(unsealed)],
    ['Checked', checkedAt === undefined ? 'not yet' : <Time key="checked" at={checkedAt} />],
  ];
}

function Trail({ verdict }: { verdict?: 'refused' }): ReactNode {
  const navigate = useNavigate();
  const { search } = useAddress();
  const [principal, action, before] = [oneOf(search, 'principal'), oneOf(search, 'action'), oneOf(search, 'before')];
  const trail = useRead('/v1/audit', { query: { limit: PAGE, principal, action, verdict, cursor: before }, every: before === undefined ? EVERY_MS : false });
  const narrowed = (changes: Readonly<Record<string, string | undefined>>): void => void navigate({ to: '/audit', search: { ...search, before: undefined, ...changes } });
  const named = principal !== undefined || action !== undefined;
  return (
    <Panel flush title={named ? `Only ${[principal, action].filter(Boolean).join(', ')}` : undefined} end={named && <button className="link" type="button" onClick={() => narrowed({ principal: undefined, action: undefined })}>Show all</button>}>
      <Answer of={trail}>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <Empty title="Nothing stands here" />
          ) : (
            <>
              <Table
                label="audit trail"
                rows={items}
                rowKey={({ sequence }) => String(sequence)}
                columns={[
                  { name: 'When', cell: ({ at }) => <Time at={at} /> },
                  { name: 'Who', cell: (entry) => <Who entry={entry} onPick={(id) => narrowed({ principal: id })} /> },
                  { name: 'What', cell: ({ action: done, count: times }) => <button className="link" type="button" onClick={() => narrowed({ action: done })}>{done}{times > 1 ? ` ×${count(times)}` : ''}</button> },
                  { name: 'To what', cell: ({ resource, route }) => <span title={route}>{resource ?? route ?? '–'}</span> },
                  { name: 'Verdict', cell: ({ verdict: ended, code, reason }) => <span title={reason}><Badge tone={TONES[ended]}>{code ?? ended}</Badge></span> },
                  { name: 'From', cell: ({ address, userAgent }) => <span title={userAgent}>{address ?? '–'}</span> },
                  { name: 'Tenant', cell: ({ tenantId }) => tenantId ?? <span className="muted">–</span> },
                ]}
              />
              {nextCursor !== undefined && <p><button className="link" type="button" onClick={() => narrowed({ before: nextCursor })}>Older</button></p>}
            </>
          )
        }
      </Answer>
    </Panel>
  );
}

const TONES = { accepted: 'ok', refused: 'warn', failed: 'danger' } as const;

function Who({ entry: { principal, subject, recordedBy }, onPick }: { entry: Entry; onPick: (id: string) => void }): ReactNode {
  if (principal !== undefined) return <button className="link" type="button" title={`${principal.kind} ${principal.id}`} onClick={() => onPick(principal.id)}>{principal.name ?? principal.id}</button>;
  return <span className="muted">{subject === undefined ? `nobody known (${recordedBy})` : `claims to be ${subject}`}</span>;
}

function Incidents(): ReactNode {
  const incidents = useRead('/v1/incidents', { query: { limit: PAGE }, every: EVERY_MS });
  return (
    <Panel flush>
      <Answer of={incidents}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="Nothing has looked like an attack">
              <p className="muted">Refused credentials, missing permissions, replays and attempts at other tenants' things are looked at together; what makes a pattern opens an incident here.</p>
            </Empty>
          ) : (
            <Table
              label="incidents"
              rows={items}
              rowKey={({ id }) => id}
              columns={[
                { name: 'State', cell: ({ state }) => <Badge tone={state === 'open' ? 'danger' : 'plain'}>{state}</Badge> },
                { name: 'Looks like', cell: ({ pattern }) => <b>{pattern.replaceAll('_', ' ')}</b> },
                { name: 'What', cell: ({ summary }) => summary },
                { name: 'Events', cell: ({ events }) => count(events), align: 'end' },
                { name: 'Opened', cell: ({ openedAt }) => <Time at={openedAt} /> },
                { name: 'Last', cell: ({ lastAt }) => <Time at={lastAt} /> },
                { name: 'Evidence', cell: ({ evidence }) => <span title="places in the trail">{evidence.slice(0, 5).join(', ')}{evidence.length > 5 ? '…' : ''}</span> },
              ]}
            />
          )
        }
      </Answer>
    </Panel>
  );
}
