import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { ObservatoryComponents } from '#observatory-client';
import { gateway } from '../../data/client';
import { BY, useCommand } from '../../data/console';
import { useRead } from '../../data/read';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import kit from '../../kit/kit.module.css';
import { type Draft, draftOf, readDraft, type ScheduleInput } from './draft';

type Schedule = ObservatoryComponents['schemas']['Schedule'];

/** Makes a schedule, or changes one. */
export function ScheduleForm({ schedule, open, onClose }: { schedule?: Schedule; open: boolean; onClose: () => void }): ReactNode {
  return (
    <Dialog title={schedule === undefined ? 'New schedule' : `Change ${schedule.name}`} what="A cron expression has five fields: minute, hour, day of the month, month, day of the week." open={open} onClose={onClose}>
      {open && <Fields schedule={schedule} onClose={onClose} />}
    </Dialog>
  );
}

function Fields({ schedule, onClose }: { schedule?: Schedule; onClose: () => void }): ReactNode {
  const [fault, setFault] = useState<string>();
  const types = useRead('/v1/job-types', { query: { limit: 100 }, every: false });
  const id = useId();
  const first: Draft = draftOf(schedule);
  const send = useCommand(
    async ({ name, ...rest }: ScheduleInput) => {
      await (schedule === undefined ? gateway.post('/v1/schedules', { body: { name, ...rest, by: BY } }) : gateway.patch('/v1/schedules/{schedule}', { params: { path: { schedule: name } }, body: { ...rest, by: BY } }));
      onClose();
    },
    schedule === undefined ? 'The schedule is made' : 'The schedule is changed',
  );
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const read = readDraft(Object.fromEntries([...form].map(([name, value]) => [name, typeof value === 'string' ? value : ''])));
    if (read.kind === 'fault') return setFault(read.fault);
    setFault(undefined);
    send.mutate(read.value);
  };
  const field = (name: keyof Draft, label: string, more: React.InputHTMLAttributes<HTMLInputElement> = {}): ReactNode => (
    <div className={kit.field}>
      <label htmlFor={`${id}${name}`}>{label}</label>
      <input id={`${id}${name}`} name={name} className={kit.input} defaultValue={first[name]} autoComplete="off" {...more} />
    </div>
  );
  return (
    <form onSubmit={submit} style={{ display: 'grid', gap: 12 }}>
      {field('name', 'Name', { required: true, readOnly: schedule !== undefined, maxLength: 128 })}
      {field('cron', 'When (cron)', { required: true, placeholder: '*/5 * * * *' })}
      {field('timeZone', 'Time zone', { placeholder: 'UTC' })}
      {field('type', 'Job type', { required: true, list: `${id}types` })}
      <datalist id={`${id}types`}>{types.data?.items.map((type) => <option key={type.name} value={type.name} />)}</datalist>
      {field('queue', 'Queue (empty: the default)')}
      <div className={kit.field}>
        <label htmlFor={`${id}payload`}>Payload (JSON object)</label>
        <textarea id={`${id}payload`} name="payload" className={kit.input} defaultValue={first.payload} rows={5} spellCheck={false} />
      </div>
      {fault !== undefined && (
        <p className="danger" role="alert">
          {fault}
        </p>
      )}
      <div className={kit.dialogEnd}>
        <Button onClick={onClose}>Leave it</Button>
        <Button look="primary" type="submit" disabled={send.isPending}>
          {schedule === undefined ? 'Make it' : 'Change it'}
        </Button>
      </div>
    </form>
  );
}
