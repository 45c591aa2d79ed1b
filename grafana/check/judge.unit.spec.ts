import { appears, changes, type Expectation, falls, rises, vanishes } from '../source/cause';
import { judge } from './judge';
import type { Series } from './prometheus-api';
import type { Timeline } from './timeline';

const SECOND = 1_000;
const at = (seconds: number) => 1_800_000_000_000 + seconds * SECOND;

/** Calm for 20 s, then the worker is killed from 20 to 30, all asked for until 80. */
const timeline: Timeline = { calm: { from: at(0), to: at(20) }, caused: { worker_killed: { from: at(20), to: at(30) } }, until: at(80) };

/** One value every 5 s; undefined where there is none. */
const series = (values: readonly (number | undefined)[], labels: Record<string, string> = {}): Series => ({
  labels,
  points: values.flatMap((value, index) => (value === undefined ? [] : [[at(index * 5), value] as const])),
});

const kindOf = (expectation: Expectation, ...all: Series[]) => judge(expectation, all, timeline).kind;

describe('a query is judged', () => {
  it('moved when one of its series rises above all that was before its cause', () => {
    expect(judge(rises('worker_killed'), [series([1, 1, 1, 1, 1, 1]), series([1, 3, 2, 1, 1, 4], { a: 'b' })], timeline)).toEqual({ kind: 'moved', from: 3, to: 4, series: 'a=b' });
  });

  it('dead when it is a zero series from boot to end, or a new series of zeros', () => {
    expect(kindOf(rises('worker_killed'), series([0, 0, 0, 0, 0, 0, 0]))).toBe('dead');
    expect(kindOf(rises('worker_killed'), series([undefined, undefined, undefined, undefined, 0, 0]))).toBe('dead');
  });

  it('moved when a series that was not there comes with a value', () => {
    expect(kindOf(rises('worker_killed'), series([undefined, undefined, undefined, undefined, undefined, 2]))).toBe('moved');
    expect(kindOf(appears('worker_killed'), series([undefined, undefined, undefined, undefined, undefined, 0]))).toBe('moved');
  });

  it('dead when it moved as far before its cause as after', () => {
    expect(kindOf(rises('worker_killed'), series([1, 9, 1, 1, 1, 9]))).toBe('dead');
    expect(kindOf(appears('worker_killed'), series([undefined, 1, undefined, undefined, undefined, 1]))).toBe('dead');
  });

  it('dead when it moves long after its cause is over', () => {
    expect(kindOf(rises('worker_killed'), series([...new Array<number>(14).fill(1), 9]))).toBe('dead');
  });

  it('moved when it falls below what was before', () => {
    expect(kindOf(falls('worker_killed'), series([1, 1, 1, 1, 1, 0]))).toBe('moved');
    expect(kindOf(falls('worker_killed'), series([1, 1, 1, 1, 1, 1]))).toBe('dead');
    expect(kindOf(falls('worker_killed'), series([1, 1, 1, 1, undefined, undefined]))).toBe('dead');
  });

  it('moved when it is gone for a moment where it always was', () => {
    const until = new Array<number>(17).fill(1);
    expect(kindOf(vanishes('worker_killed'), series([1, 1, 1, 1, 1, undefined, ...until]))).toBe('moved');
    expect(kindOf(vanishes('worker_killed'), series(until))).toBe('dead');
    expect(kindOf(vanishes('worker_killed'), series([1, undefined, 1, 1, 1, undefined, 1]))).toBe('dead');
  });

  it('moved when it only has to change, and does', () => {
    expect(kindOf(changes('worker_killed'), series([9, 9, 9, 9, 5, 6]))).toBe('moved');
    expect(kindOf(changes('worker_killed'), series([1, 2, 3, 5, 5, 5]))).toBe('dead');
  });

  it('against calm and plain load only: what an earlier fault did is not ordinary', () => {
    const earlier: Timeline = { ...timeline, caused: { load: { from: at(5), to: at(10) }, mongo_stopped: { from: at(10), to: at(15) }, ...timeline.caused } };
    const seen = [series([0, 0, 0, 7, 0, 7])];
    expect(judge(rises('worker_killed'), seen, timeline).kind).toBe('dead');
    expect(judge(rises('worker_killed'), seen, { ...earlier, calm: { from: at(0), to: at(5) } }).kind).toBe('moved');
  });

  it('dead without any series, and with nothing but NaN', () => {
    expect(judge(rises('worker_killed'), [], timeline)).toEqual({ kind: 'dead', why: 'no series at all' });
    expect(kindOf(rises('worker_killed'), series([NaN, NaN, NaN, NaN, NaN, NaN]))).toBe('dead');
  });

  it('neither when its cause did not happen', () => {
    expect(kindOf(rises('backlog'), series([0, 0, 0, 0, 0, 9]))).toBe('not_caused');
  });
});
