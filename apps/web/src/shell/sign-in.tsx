import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Dialog as Radix } from 'radix-ui';
import { queryClient } from '../data/read';
import { type Principal, signIn, signOut, useSession } from '../data/session';
import { Button } from '../kit/button';
import kit from '../kit/kit.module.css';
import styles from './shell.module.css';

/** The page while nobody has signed in yet. */
export function SignInPage(): ReactNode {
  return (
    <div className={styles.signIn}>
      <h1>Sign in</h1>
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
          <SignInForm before={session.before} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function SignInForm({ before }: { before?: Principal }): ReactNode {
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const id = useId();
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string): string => (form.get(name) as string | null) ?? '';
    const [tenant, name] = [text('tenant').trim(), text('name').trim()];
    setBusy(true);
    void signIn(tenant, name, text('password')).then((refusal) => {
      setBusy(false);
      setProblem(refusal);
      // What somebody else saw is not for this one.
      if (refusal === undefined && before !== undefined && (before.name !== name.toLowerCase() || before.tenantId !== (tenant === '' ? 'default' : tenant))) queryClient.clear();
    });
  };
  return (
    <form onSubmit={send} style={{ display: 'grid', gap: 12 }}>
      <div className={kit.field}>
        <label htmlFor={`${id}-name`}>Name</label>
        <input id={`${id}-name`} name="name" className={kit.input} required autoFocus={before === undefined} autoComplete="username" autoCapitalize="none" defaultValue={before?.name} maxLength={128} />
      </div>
      <div className={kit.field}>
        <label htmlFor={`${id}-password`}>Password</label>
        <input id={`${id}-password`} name="password" type="password" className={kit.input} required autoFocus={before !== undefined} autoComplete="current-password" maxLength={256} />
      </div>
      <div className={kit.field}>
        <label htmlFor={`${id}-tenant`}>Tenant</label>
        <input id={`${id}-tenant`} name="tenant" className={kit.input} placeholder="default" autoComplete="organization" autoCapitalize="none" defaultValue={before?.tenantId} maxLength={128} />
      </div>
      {problem !== undefined && <p role="alert" className={styles.signInProblem}>{problem}</p>}
      <Button look="primary" type="submit" disabled={busy}>
        Sign in
      </Button>
    </form>
  );
}

/** Who is signed in, of which tenant, in which roles; and the way out. */
export function Account(): ReactNode {
  const session = useSession();
  if (session.kind !== 'in') return null;
  const { name, tenantId, roles } = session.principal;
  const leave = (): void => {
    void signOut();
    queryClient.clear();
  };
  return (
    <>
      <span className={styles.account} title={`${name} of the tenant ${tenantId}: ${roles.join(', ')}`} data-testid="account">
        {name} <span className="muted">{tenantId}</span>
      </span>
      <Button look="quiet" onClick={leave}>
        Sign out
      </Button>
    </>
  );
}
