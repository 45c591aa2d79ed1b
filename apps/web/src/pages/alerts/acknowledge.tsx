import type { ReactNode } from 'react';
import type { ObservatoryComponents } from '#observatory-client';
import { gateway } from '../../data/client';
import { BY, useCommand, useConsole } from '../../data/console';
import { CommandButton } from '../../kit/dialog';
import { Time } from '../../kit/time';

/** Who has seen to an alert, or the button to say that somebody does. */
export function Acknowledge({ alert: { fingerprint, name, acknowledged, state } }: { alert: ObservatoryComponents['schemas']['Alert'] }): ReactNode {
  const { commands } = useConsole('alerts:acknowledge', 'platform');
  const send = useCommand((note: string | undefined) => gateway.post('/v1/alerts/{fingerprint}/acknowledge', { params: { path: { fingerprint } }, body: { by: BY, note } }), `${name} is acknowledged`);
  if (acknowledged !== undefined) {
    return (
      <span title={acknowledged.note}>
        {acknowledged.by} <span className="muted"><Time at={acknowledged.at} /></span>
      </span>
    );
  }
  if (!commands || state !== 'firing') return <span className="muted">nobody yet</span>;
  return <CommandButton name="Acknowledge" title={`Acknowledge ${name}`} what="Says that somebody sees to it. It is not escalated then, and stays active until its cause is gone." onSend={(note) => send.mutate(note)} />;
}
