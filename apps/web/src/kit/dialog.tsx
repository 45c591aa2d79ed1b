import { Dialog as Radix } from 'radix-ui';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Button } from './button';
import styles from './kit.module.css';

/** A question over the page; Escape and a click beside it close it. */
export function Dialog({ title, what, open, onClose, children }: { title: string; what?: string; open: boolean; onClose: () => void; children: ReactNode }): ReactNode {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.overlay} />
        <Radix.Content className={styles.dialog} {...(what === undefined && { 'aria-describedby': undefined })}>
          <Radix.Title asChild>
            <h2>{title}</h2>
          </Radix.Title>
          {what !== undefined && <Radix.Description className="muted">{what}</Radix.Description>}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A button for a command that asks for a reason first, and sends it along. */
export function CommandButton({ name, title, what, dangerous = false, disabled = false, onSend }: { name: string; title: string; what: string; dangerous?: boolean; disabled?: boolean; onSend: (reason: string | undefined) => void }): ReactNode {
  const [open, setOpen] = useState(false);
  const id = useId();
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const reason = ((new FormData(event.currentTarget).get('reason') as string | null) ?? '').trim();
    setOpen(false);
    onSend(reason === '' ? undefined : reason);
  };
  return (
    <>
      <Button look={dangerous ? 'dangerous' : 'plain'} disabled={disabled} onClick={() => setOpen(true)}>
        {name}
      </Button>
      <Dialog title={title} what={what} open={open} onClose={() => setOpen(false)}>
        <form onSubmit={send} style={{ display: 'grid', gap: 12 }}>
          <div className={styles.field}>
            <label htmlFor={id}>Reason, for the history</label>
            <input id={id} name="reason" className={styles.input} maxLength={500} autoComplete="off" />
          </div>
          <div className={styles.dialogEnd}>
            <Button onClick={() => setOpen(false)}>Leave it</Button>
            <Button look="primary" type="submit">
              {name}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
