import type { ReactNode } from 'react';
import { useRead } from '../../data/read';
import styles from './errors.module.css';
import { perMinute } from './per-minute';

/** The jobs that meet it change more slowly than what stands around it. */
const EVERY_MS = 15_000;
const HEIGHT = 16;
const BAR = 2;

/** The last jobs that met an error, by the minute, in the half hour up to the last one: whether it came in one burst or goes on. */
export function ErrorSpark({ fingerprint, lastSeen }: { fingerprint: string; lastSeen: string }): ReactNode {
  const { data } = useRead('/v1/errors/{fingerprint}', { path: { fingerprint }, every: EVERY_MS });
  const instants = data?.jobs.flatMap(({ finishedAt, startedAt }) => finishedAt ?? startedAt ?? []) ?? [];
  const { values } = perMinute(instants, lastSeen);
  const most = Math.max(1, ...values);
  const width = values.length * (BAR + 1);
  const what = `its last ${instants.length} jobs, by the minute, in the half hour up to the last of them`;
  return (
    <svg className={styles.spark} width={width} height={HEIGHT} role="img" aria-label={what}>
      <title>{what}</title>
      {values.map((value, minute) => {
        const high = value === 0 ? 1 : Math.max(3, (value / most) * HEIGHT);
        return <rect key={minute} x={minute * (BAR + 1)} y={HEIGHT - high} width={BAR} height={high} data-some={value > 0} />;
      })}
    </svg>
  );
}
