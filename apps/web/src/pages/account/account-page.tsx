import type { ReactNode } from 'react';
import { useSession } from '../../data/session';
import { Grid, Page } from '../../kit/page';
import { Facts, Panel } from '../../kit/panel';
import { Empty } from '../../kit/states';
import { PasswordForm } from './password-form';

/** Who one is here, and the own password. */
export function AccountPage(): ReactNode {
  const session = useSession();
  if (session.kind !== 'in') {
    return (
      <Page title="Account">
        <Empty title="Nobody is asked who they are">
          <p>This installation runs with <code>AUTH_MODE=off</code>: everybody may do everything.</p>
        </Empty>
      </Page>
    );
  }
  const { principal, tenants } = session;
  return (
    <Page title="Account" what="Who you are here, and what you may do.">
      <Grid min={340}>
        <Panel title="You">
          <Facts
            of={[
              ['Name', principal.name],
              ['Tenant', principal.tenantId],
              ['Roles', principal.roles.join(', ')],
              ['May', principal.permissions.join(', ')],
              ['Tenants', tenants.length > 1 && `${tenants.join(', ')}: the menu with your name switches between them`],
            ]}
          />
        </Panel>
        <Panel title="Another password">
          <PasswordForm name={principal.name} />
        </Panel>
      </Grid>
    </Page>
  );
}
