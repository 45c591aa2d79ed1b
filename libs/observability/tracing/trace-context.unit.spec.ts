import { acceptTraceparent, isSampled, spanContextOf, traceIdOf, traceparentOf, withinTrace } from './trace-context';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
const SAMPLED = `00-${TRACE}-${SPAN}-01`;

describe('a trace context', () => {
  it('is taken as it came', () => {
    expect(acceptTraceparent(SAMPLED)).toBe(SAMPLED);
    expect(acceptTraceparent(` ${SAMPLED} `)).toBe(SAMPLED);
    expect(traceIdOf(SAMPLED)).toBe(TRACE);
    expect(traceparentOf(spanContextOf(SAMPLED))).toBe(SAMPLED);
  });

  it('of a later version is read as far as it is known', () => {
    expect(acceptTraceparent(`01-${TRACE}-${SPAN}-03-more`)).toBe(SAMPLED);
    expect(acceptTraceparent(`cc-${TRACE}-${SPAN}-02`)).toBe(`00-${TRACE}-${SPAN}-00`);
  });

  it.each([
    undefined, '', 'nonsense', [SAMPLED, SAMPLED], `ff-${TRACE}-${SPAN}-01`, `00-${'0'.repeat(32)}-${SPAN}-01`, `00-${TRACE}-${'0'.repeat(16)}-01`, `${SAMPLED}-more`,
    SAMPLED.toUpperCase(), `00-${TRACE}-${SPAN}-1`, `00-${TRACE.slice(1)}-${SPAN}-01`, `${SAMPLED}"`,
  ])('that is none is not taken: %j', (header) => {
    expect(acceptTraceparent(header)).toBeUndefined();
  });

  it.each([['00', false], ['01', true], ['02', false], ['03', true], ['0a', false], ['ff', true]])('with the flags %s is recorded: %s', (flags, recorded) => {
    expect(isSampled(`00-${TRACE}-${SPAN}-${flags}`)).toBe(recorded);
  });

  it('that a worker sends along does not move a job into another trace', () => {
    const own = `00-${TRACE}-aaaaaaaaaaaaaaaa-01`;
    const foreign = `00-${'1'.repeat(32)}-${SPAN}-01`;
    expect([withinTrace(SAMPLED, own), withinTrace(foreign, own), withinTrace(undefined, own), withinTrace(foreign, undefined), withinTrace(undefined, undefined)]).toEqual([SAMPLED, own, own, foreign, undefined]);
  });
});
