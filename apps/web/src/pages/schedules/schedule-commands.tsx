import type { ReactNode } from 'react';
import type { ObservatoryComponents } from '#observatory-client';
import { gateway } from '../../data/client';
import { BY, useCommand } from '../../data/console';
import { Button } from '../../kit/button';
import { CommandButton } from '../../kit/dialog';

type Schedule = ObservatoryComponents['schemas']['Schedule'];

export function ScheduleCommands({ schedule: { name: schedule, status } }: { schedule: Schedule }): ReactNode {
  const at = { params: { path: { schedule } } };
  const pause = useCommand((reason: string | undefined) => gateway.post('/v1/schedules/{schedule}/pause', { ...at, body: { by: BY, reason } }), `${schedule} is paused`);
  const resume = useCommand(() => gateway.post('/v1/schedules/{schedule}/resume', { ...at, body: { by: BY } }), `${schedule} goes on`);
  const trigger = useCommand(() => gateway.post('/v1/schedules/{schedule}/trigger', { ...at, body: { by: BY } }), `${schedule} submitted a job`);
  return (
    <span style={{ display: 'inline-flex', gap: 6 }}>
      {status === 'paused' ? (
        <Button disabled={resume.isPending} onClick={() => resume.mutate(undefined)}>
          Resume
        </Button>
      ) : (
        <CommandButton name="Pause" title={`Pause ${schedule}`} what="It submits nothing until it is resumed; what was due meanwhile is skipped or caught up, as the schedule says." onSend={(reason) => pause.mutate(reason)} />
      )}
      <Button disabled={trigger.isPending} onClick={() => trigger.mutate(undefined)}>
        Trigger now
      </Button>
    </span>
  );
}
