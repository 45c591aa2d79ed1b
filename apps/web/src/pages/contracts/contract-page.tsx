import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAddress } from '../../data/address';
import { useRead } from '../../data/read';
import { Copy } from '../../kit/id';
import { Json } from '../../kit/json';
import { Grid, Page } from '../../kit/page';
import { Panel } from '../../kit/panel';
import { Badge } from '../../kit/state';
import { Answer, Empty } from '../../kit/states';

export function ContractPage(): ReactNode {
  const { name = '' } = useAddress().params;
  // Contracts are as old as the release; the badge is asked for apart.
  useRead('/v1/projections', { every: 5_000 });
  const detail = useRead('/v1/contracts/{name}', { path: { name }, every: false });
  return (
    <Answer of={detail}>
      {({ contract, schema, examples }) => (
        <Page title={contract.name} what={contract.description} actions={<><Link className="link" to={'/contracts'}>All contracts</Link><Badge>{contract.kind}</Badge><Badge tone="accent">{contract.version}</Badge></>}>
          <Grid min={420}>
            <Panel title="Schema" end={<Copy text={JSON.stringify(schema, null, 2)} what="schema" />}>
              <Json value={schema} label={`schema of ${contract.name}`} />
            </Panel>
            <Panel title={examples.length === 1 ? 'An example' : 'Examples'}>
              {examples.length === 0 ? (
                <Empty title="No example of its own">
                  <p className="muted">It is part of others, whose examples show it.</p>
                </Empty>
              ) : (
                <div style={{ display: 'grid', gap: 12 }}>
                  {examples.map((example) => (
                    <div key={example.name} style={{ display: 'grid', gap: 6, minWidth: 0 }}>
                      <h3>{example.name.replaceAll('-', ' ')}</h3>
                      <Json value={example.value} label={`example: ${example.name}`} />
                    </div>
                  ))}
                </div>
              )}
            </Panel>
          </Grid>
        </Page>
      )}
    </Answer>
  );
}
