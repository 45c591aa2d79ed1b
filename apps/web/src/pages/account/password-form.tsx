import { type FormEvent, type ReactNode, useId, useRef } from 'react';
import { gateway } from '../../data/client';
import { useCommand, useConsole } from '../../data/console';
import { Button } from '../../kit/button';
import kit from '../../kit/kit.module.css';

const SHORTEST = 12;

/** The own password, by the one so far. The gateway ends every other session. */
export function PasswordForm({ name }: { name: string }): ReactNode {
  const { commands } = useConsole('identity:write');
  const [before, next] = [useId(), useId()];
  const form = useRef<HTMLFormElement>(null);
  const change = useCommand<{ currentPassword: string; newPassword: string }>(async (body) => {
    await gateway.post('/v1/me/password', { body });
    form.current?.reset();
  }, 'The new password holds; other sessions of yours have ended');
  if (!commands) return <p className="muted">Commands are off here: the password is changed at the gateway, with <code>POST /v1/me/password</code>.</p>;
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    change.mutate({ currentPassword: data.get('before') as string, newPassword: data.get('next') as string });
  };
  return (
    <form ref={form} onSubmit={send} style={{ display: 'grid', gap: 12 }}>
      <input type="hidden" name="username" autoComplete="username" value={name} />
      <div className={kit.field}>
        <label htmlFor={before}>Password so far</label>
        <input id={before} name="before" type="password" className={kit.input} required autoComplete="current-password" maxLength={256} />
      </div>
      <div className={kit.field}>
        <label htmlFor={next}>New password</label>
        <input id={next} name="next" type="password" className={kit.input} required autoComplete="new-password" minLength={SHORTEST} maxLength={256} aria-describedby={`${next}-hint`} />
        <span id={`${next}-hint`} className={kit.hint}>At least {SHORTEST} characters; any. Other sessions of yours end.</span>
      </div>
      <div>
        <Button look="primary" type="submit" disabled={change.isPending}>
          Change the password
        </Button>
      </div>
    </form>
  );
}
