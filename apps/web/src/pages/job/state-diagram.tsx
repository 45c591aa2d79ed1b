import type { ReactNode } from 'react';
import { JOB_STATES, stateColour } from '../../kit/state';
import styles from './job.module.css';
import { pathOf, PLACES, WAYS } from './life-path';

const [WIDTH, HEIGHT, STEP_X, STEP_Y, BOX_W, BOX_H] = [560, 168, 148, 58, 104, 34] as const;
const centre = (state: keyof typeof PLACES) => ({ x: 8 + BOX_W / 2 + PLACES[state].x * STEP_X, y: 8 + BOX_H / 2 + PLACES[state].y * STEP_Y });

/** The states of a job, and the way that this one took through them. */
export function StateDiagram({ statuses }: { statuses: readonly string[] }): ReactNode {
  const { visits, steps } = pathOf(statuses);
  const now = statuses.at(-1) ?? '';
  const taken = [...steps.keys()].map((way) => way.split('→') as [keyof typeof PLACES, keyof typeof PLACES]);
  const others = WAYS.filter(([from, to]) => !steps.has(`${from}→${to}`));
  return (
    <svg className={styles.diagram} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`the way of the job: ${statuses.filter((status, index) => status !== statuses[index - 1]).join(', ')}`}>
      <defs>
        <marker id="way-end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">
          <path d="M0 0 8 4 0 8z" fill="context-stroke" />
        </marker>
      </defs>
      {others.map(([from, to]) => (
        <path key={`${from}${to}`} d={wayOf(from, to)} className={styles.way} markerEnd="url(#way-end)" />
      ))}
      {taken
        .filter(([from, to]) => from in PLACES && to in PLACES)
        .map(([from, to]) => (
          <path key={`${from}${to}`} d={wayOf(from, to)} className={styles.wayTaken} style={{ stroke: stateColour(to) }} markerEnd="url(#way-end)" />
        ))}
      {JOB_STATES.map((state) => {
        const { x, y } = centre(state);
        const times = visits.get(state) ?? 0;
        return (
          <g key={state} className={times > 0 ? styles.visited : styles.unvisited} style={{ color: stateColour(state) }}>
            <rect x={x - BOX_W / 2} y={y - BOX_H / 2} width={BOX_W} height={BOX_H} rx="8" data-now={state === now} />
            <text x={x} y={y + 4} textAnchor="middle">
              {state.charAt(0) + state.slice(1).toLowerCase()}
              {times > 1 ? ` ×${times}` : ''}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

/** A curve from the edge of one box to the edge of another. */
function wayOf(from: keyof typeof PLACES, to: keyof typeof PLACES): string {
  const [a, b] = [centre(from), centre(to)];
  if (PLACES[to].x > PLACES[from].x && PLACES[to].x - PLACES[from].x >= 1) {
    const [x1, x2] = [a.x + BOX_W / 2, b.x - BOX_W / 2];
    return `M${x1} ${a.y} C${x1 + 26} ${a.y} ${x2 - 26} ${b.y} ${x2} ${b.y}`;
  }
  if (from === 'RUNNING') return `M${a.x} ${a.y + BOX_H / 2} C${a.x} ${b.y} ${b.x + BOX_W / 2 + 14} ${b.y} ${b.x + BOX_W / 2} ${b.y}`;
  if (from === 'RETRYING') return `M${a.x - BOX_W / 2} ${a.y} C${b.x} ${a.y} ${b.x} ${b.y + BOX_H / 2 + 14} ${b.x} ${b.y + BOX_H / 2}`;
  return `M${a.x} ${a.y} L${b.x} ${b.y}`;
}
