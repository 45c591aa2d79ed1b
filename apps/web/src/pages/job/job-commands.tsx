import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { ReadBody } from '#observatory-client';
import { gateway } from '../../data/client';
import { BY, untilSeen, useCommand, useConsole } from '../../data/console';
import { Button } from '../../kit/button';
import { CommandButton, Dialog } from '../../kit/dialog';
import kit from '../../kit/kit.module.css';
import { TERMINAL } from '../../kit/state';

type Job = ReadBody<'/v1/jobs/{id}'>['job'];
type Reason = string | undefined;

/** What can be done to a job as it is now; nothing where the console may not send commands. */
export function JobCommands({ job }: { job: Job }): ReactNode {
  const { commands } = useConsole('jobs:cancel');
  const navigate = useNavigate();
  const at = { params: { path: { id: job.id } } };
  const cancel = useCommand<Reason>((reason) => gateway.post('/v1/jobs/{id}/cancel', { ...at, body: { by: BY, reason } }), 'Cancellation asked for');
  const runNow = useCommand<Reason>((reason) => gateway.post('/v1/jobs/{id}/run-now', { ...at, body: { by: BY, reason } as never }), 'Queued at once');
  const redrive = useCommand<{ reason: Reason; payload?: Record<string, unknown> }>(async ({ reason, payload }) => {
    const answer = (await gateway.post('/v1/jobs/{id}/redrive', { ...at, body: { by: BY, reason, payload } as never })) as { jobId: string; position: number };
    await untilSeen(answer);
    void navigate({ to: '/jobs/$id', params: { id: answer.jobId } });
  }, 'Another life begins');
  if (!commands) return null;
  const waits = job.status === 'RETRYING' || job.status === 'SCHEDULED';
  return (
    <>
      {waits && <CommandButton name="Run now" title="Run it now" what="It is queued at once and does not wait for its time." onSend={(reason) => runNow.mutate(reason)} />}
      {!TERMINAL.has(job.status) && <CommandButton name="Cancel" title="Cancel this job" what="It is never started after this; if it runs, its handler is told to stop." dangerous disabled={job.cancelRequested !== undefined} onSend={(reason) => cancel.mutate(reason)} />}
      {job.status === 'FAILED' && job.redrivenTo === undefined && (
        <>
          <CommandButton name="Redrive" title="Give it another life" what="A new job with the same payload; this one stays as it is in the history." onSend={(reason) => redrive.mutate({ reason })} />
          <EditAndRedrive job={job} onSend={(payload, reason) => redrive.mutate({ payload, reason })} />
        </>
      )}
    </>
  );
}

function EditAndRedrive({ job, onSend }: { job: Job; onSend: (payload: Record<string, unknown>, reason: Reason) => void }): ReactNode {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const id = useId();
  const send = (event: FormEvent): void => {
    event.preventDefault();
    try {
      const payload = JSON.parse(text) as unknown;
      if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return setProblem('A payload is a JSON object.');
      setOpen(false);
      onSend(payload as Record<string, unknown>, 'with an edited payload');
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <Button onClick={() => (setText(JSON.stringify(job.payload, null, 2)), setProblem(undefined), setOpen(true))}>Edit and redrive</Button>
      <Dialog title="Another life with another payload" open={open} onClose={() => setOpen(false)}>
        <form onSubmit={send} style={{ display: 'grid', gap: 12 }}>
          <div className={kit.field}>
            <label htmlFor={id}>Payload</label>
            <textarea id={id} className={kit.input} rows={14} spellCheck={false} value={text} aria-invalid={problem !== undefined} onChange={(event) => setText(event.target.value)} />
            {problem !== undefined && (
              <span className="danger" role="alert">
                {problem}
              </span>
            )}
          </div>
          <div className={kit.dialogEnd}>
            <Button onClick={() => setOpen(false)}>Leave it</Button>
            <Button look="primary" type="submit">
              Redrive
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
