import type { ReactNode } from 'react';
import type { ReadBody } from '#observatory-client';
import { useConsole } from '../../data/console';
import { count, duration, percent } from '../../data/format';
import { useRead } from '../../data/read';
import { Grid, Page } from '../../kit/page';
import { Panel } from '../../kit/panel';
import { Badge } from '../../kit/state';
import { Answer, Empty } from '../../kit/states';
import { Table } from '../../kit/table';
import { Since, Time } from '../../kit/time';
import { lookOfService } from './service-state';
import styles from './system.module.css';

export function SystemPage(): ReactNode {
  return (
    <Page title="System" what="How fresh the read models are, which services are up, and where everything else is.">
      <Projections />
      <Grid min={420}>
        <Services />
        <Links />
      </Grid>
    </Page>
  );
}

function Projections(): ReactNode {
  const projections = useRead('/v1/projections');
  return (
    <Panel title="Read models" flush>
      <Answer of={projections}>
        {({ items }) => (
          <Table
            label="read models"
            rows={items}
            rowKey={({ projection }) => projection}
            columns={[
              { name: 'Model', cell: ({ projection }) => <span className="mono">{projection}</span> },
              { name: 'State', cell: ({ position, lagMs, rebuild }) => (position === undefined ? <Badge tone="danger">not built</Badge> : rebuild?.active === true ? <Badge tone="accent">rebuilding</Badge> : lagMs > 2_000 ? <Badge tone="warn">behind</Badge> : <Badge tone="ok">fresh</Badge>) },
              { name: 'True up to', cell: ({ position }) => (position === undefined ? '–' : position.toLocaleString('en-GB').replaceAll(',', ' ')), align: 'end' },
              { name: 'Behind', cell: ({ lagEvents }) => `${count(lagEvents)} events`, align: 'end' },
              { name: 'Lag', cell: ({ lagMs }) => duration(lagMs), align: 'end' },
              { name: 'Generation', cell: ({ generation, switchedAt }) => <span title={switchedAt}>{generation ?? '–'}</span>, align: 'end' },
              {
                name: 'Rebuild',
                cell: ({ rebuild }) =>
                  rebuild === undefined ? (
                    <span className="muted">none</span>
                  ) : (
                    <span className={styles.rebuild}>
                      <progress max={1} value={rebuild.progress} aria-label="progress of the rebuild" /> {percent(rebuild.progress)} {rebuild.active ? rebuild.etaAt !== undefined && <span className="muted">ready <Time at={rebuild.etaAt} /></span> : <Badge tone="warn">stopped</Badge>}
                    </span>
                  ),
              },
            ]}
          />
        )}
      </Answer>
    </Panel>
  );
}

function Services(): ReactNode {
  const services = useRead('/v1/services');
  return (
    <Panel title="Services and stores" flush>
      <Answer of={services}>
        {({ items, stores }) =>
          items.length === 0 ? (
            <Empty title="No service has been heard of">
              <p className="muted">Each says every five seconds how it is.</p>
            </Empty>
          ) : (
            <>
              <Table
                label="services"
                rows={items}
                rowKey={({ instanceId }) => instanceId}
                columns={[
                  { name: 'Service', cell: ({ service, instanceId }) => <span title={instanceId}>{service}</span> },
                  { name: 'State', cell: (service) => <StateOf service={service} /> },
                  { name: 'Version', cell: ({ version }) => version },
                  { name: 'Up for', cell: ({ startedAt }) => <Since at={startedAt} /> },
                  { name: 'Heard of', cell: ({ seenAt }) => <Time at={seenAt} /> },
                ]}
              />
              {stores.length > 0 && (
                <ul className={styles.stores} aria-label="stores">
                  {stores.map(({ name, ready, readyAt, askedBy, detail }) => (
                    <li key={name}>
                      <Badge tone={ready ? 'ok' : 'danger'} title={detail}>{name}</Badge>
                      <span className="muted">{readyAt} of {askedBy} reach it</span>
                    </li>
                  ))}
                </ul>
              )}
            </>
          )
        }
      </Answer>
    </Panel>
  );
}

function Links(): ReactNode {
  const { links } = useConsole();
  return (
    <Panel title="Elsewhere" end={<a className="link" href="/platform">As a page</a>}>
      <div className={styles.links}>
        {links.map(({ title, links: members }) => (
          <section key={title}>
            <h3>{title}</h3>
            <ul>
              {members.map(({ title: name, url, description, note }) => (
                <li key={name}>
                  {url === undefined ? <span className="muted">{name}</span> : <a className="link" href={url} target="_blank" rel="noreferrer">{name}</a>}
                  <span className="muted" title={note}>{url === undefined ? note : description}</span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Panel>
  );
}

function StateOf({ service }: { service: ReadBody<'/v1/services'>['items'][number] }): ReactNode {
  const { tone, word } = lookOfService(service, Date.now());
  const faults = service.checks.filter(({ ready }) => !ready).map(({ name, detail }) => `${name}: ${detail ?? 'not ready'}`);
  return <Badge tone={tone} title={faults.join('; ')}>{word}</Badge>;
}
