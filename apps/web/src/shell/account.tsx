import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { queryClient } from '../data/read';
import { type Session, signOut, switchTenant } from '../data/session';
import { say } from '../data/toasts';
import { Menu, type MenuItem } from '../kit/menu';

/** Who is signed in, of which tenant; the tenants to work in, the own account, and the way out. */
export function AccountMenu({ session: { principal, tenants } }: { session: Extract<Session, { kind: 'in' }> }): ReactNode {
  const navigate = useNavigate();
  const { name, tenantId, roles } = principal;
  const enter = async (tenant: string): Promise<void> => {
    const refusal = await switchTenant(tenant);
    if (refusal !== undefined) return say('error', refusal);
    // Nothing of the one tenant is shown as the other's.
    queryClient.clear();
    await navigate({ to: '/' });
    say('ok', `In the tenant ${tenant}`);
  };
  const leave = (): void => {
    void signOut();
    queryClient.clear();
  };
  const others: MenuItem[] = tenants.length < 2 ? [] : tenants.map((tenant) => ({ name: tenant, checked: tenant === tenantId, closes: true, onSelect: () => void (tenant !== tenantId && enter(tenant)) }));
  return (
    <Menu
      look="quiet"
      name={<span data-testid="account">{name} <span className="muted">{tenantId}</span></span>}
      title={`${name} of the tenant ${tenantId}: ${roles.join(', ')}`}
      items={[...others, { name: 'Your account', onSelect: () => void navigate({ to: '/account' }) }, { name: 'Sign out', onSelect: leave }]}
    />
  );
}
