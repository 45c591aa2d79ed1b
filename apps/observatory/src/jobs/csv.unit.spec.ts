import type { JobSummary } from '#contracts';
import { CSV_HEAD, csvLine } from './csv';

const job = { id: 'j', type: 't', queue: 'q', status: 'FAILED', priority: 'normal', attempt: 1, maxAttempts: 2, losses: 0, submittedAt: 's', correlationId: 'c' } as JobSummary;
const cells = (facts: Partial<JobSummary>): string => csvLine({ ...job, ...facts });

describe('a job as a line of a table', () => {
  it('has as many cells as the head', () => {
    expect(csvLine(job).split(',')).toHaveLength(CSV_HEAD.split(',').length);
    expect(csvLine(job)).toBe('j,t,q,FAILED,normal,1,2,0,s,,,,,,,,,,,,c,,,,\r\n');
  });

  it.each([
    ['a "quoted", word', '"a ""quoted"", word"'],
    ['two\nlines', '"two\nlines"'],
    ['=1+2', "'=1+2"],
    ['-1', "'-1"],
    ['@SUM(A1),x', '"\'@SUM(A1),x"'],
  ])('writes %j as %s', (message, expected) => {
    expect(cells({ error: { code: 'boom', message } })).toContain(`,boom,${expected},`);
  });

  it('puts the tags into one cell', () => {
    expect(cells({ tags: ['blue', 'size=large'] })).toContain(',blue size=large\r\n');
  });
});
