import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Dialog as Radix } from 'radix-ui';
import { queryClient } from '../data/read';
import { currentPrincipal, nameAtHome, type Principal, signIn, switchTenant, useSession } from '../data/session';
import { Button } from '../kit/button';
import kit from '../kit/kit.module.css';
import styles from './shell.module.css';

const DEFAULT = 'default';

/** The page while nobody has signed in yet. */
export function SignInPage(): ReactNode {
  return (
    <div className={styles.signIn}>
      <h1>Sign in</h1>
      <p className="muted">Job Observatory shows what you may see, and offers what you may do.</p>
      <SignInForm />
    </div>
  );
}

/** Over a page whose session has ended. The page stays as it is, with what was written on it. */
export function SignInAgain(): ReactNode {
  const session = useSession();
  if (session.kind !== 'out' || session.before === undefined) return null;
  return (
    <Radix.Root open>
      <Radix.Portal>
        <Radix.Overlay className={kit.overlay} />
        <Radix.Content className={kit.dialog} onEscapeKeyDown={(event) => event.preventDefault()} onInteractOutside={(event) => event.preventDefault()}>
          <Radix.Title asChild>
            <h2>Your session has ended</h2>
          </Radix.Title>
          <Radix.Description className="muted">Sign in again and go on where you were. Nothing of the page is lost.</Radix.Description>
          <SignInForm before={session.before} home={session.home} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** @param home the tenant in which the one from before signs in */
function SignInForm({ before, home = DEFAULT }: { before?: Principal; home?: string }): ReactNode {
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const id = useId();
  const wasCalled = before === undefined ? undefined : nameAtHome(before, home);
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string): string => (form.get(name) as string | null) ?? '';
    const [tenant, name] = [text('tenant').trim(), text('name').trim()];
    setBusy(true);
    void signIn(tenant, name, text('password')).then(async (refusal) => {
      // Where one was before is where one goes on.
      if (refusal === undefined && before !== undefined && wasCalled === name.toLowerCase() && home === (tenant === '' ? DEFAULT : tenant) && before.tenantId !== home) await switchTenant(before.tenantId);
      setBusy(false);
      setProblem(refusal);
      // What somebody else saw is not for this one.
      const now = currentPrincipal();
      if (refusal === undefined && before !== undefined && (before.id !== now?.id || before.tenantId !== now.tenantId)) queryClient.clear();
    });
  };
  return (
    <form onSubmit={send} style={{ display: 'grid', gap: 12 }}>
      <div className={kit.field}>
        <label htmlFor={`${id}-name`}>Name</label>
        <input id={`${id}-name`} name="name" className={kit.input} required autoFocus={before === undefined} autoComplete="username" autoCapitalize="none" defaultValue={wasCalled} maxLength={128} />
      </div>
      <div className={kit.field}>
        <label htmlFor={`${id}-password`}>Password</label>
        <input id={`${id}-password`} name="password" type="password" className={kit.input} required autoFocus={before !== undefined} autoComplete="current-password" maxLength={256} />
      </div>
      <div className={kit.field}>
        <label htmlFor={`${id}-tenant`}>Tenant</label>
        <input id={`${id}-tenant`} name="tenant" className={kit.input} placeholder={DEFAULT} autoComplete="organization" autoCapitalize="none" defaultValue={before === undefined ? undefined : home} maxLength={128} />
      </div>
      {problem !== undefined && <p role="alert" className={styles.signInProblem}>{problem}</p>}
      <Button look="primary" type="submit" disabled={busy} className={styles.signInButton}>
        Sign in
      </Button>
    </form>
  );
}
