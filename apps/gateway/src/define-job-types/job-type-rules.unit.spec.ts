import type { JobType } from '#contracts';
import type { SubmitCommand } from '#domain';
import { JobTypeRules } from './job-type-rules';

const command = (changes: Partial<SubmitCommand> = {}): SubmitCommand => ({
  jobId: 'j', tenantId: 'default', correlationId: 'c', type: 'mail.send', queue: 'default', priority: 'normal', payload: { to: 'a@example.org' }, ...changes,
});
const definition: JobType = {
  name: 'mail.send', version: 1, queue: 'mail', priority: 'high', maxAttempts: 7, timeoutMs: 5_000, retry: { strategy: 'fixed' },
  payloadSchema: { type: 'object', required: ['to'], properties: { to: { type: 'string' } } },
};
function rules(initial: JobType | undefined) {
  const held = { present: initial };
  return { held, rules: new JobTypeRules({ known: true, snapshot: { jobType: (name) => (name === held.present?.name ? held.present : undefined) } }) };
}

describe('the rules of a job type', () => {
  it('take nothing on trust before they are known', () => {
    expect(() => new JobTypeRules({ known: false, snapshot: { jobType: () => undefined } }).applyJobType({}, command())).toThrow(expect.objectContaining({ code: 'not_ready' }) as Error);
  });

  it('leave a job of a type alone that is not defined', () => {
    const one = command({ type: 'other' });
    expect(rules(definition).rules.applyJobType({}, one)).toBe(one);
  });

  it('fill in what a submission leaves open', () => {
    expect(rules(definition).rules.applyJobType({}, command())).toMatchObject({ queue: 'mail', priority: 'high', maxAttempts: 7, timeoutMs: 5_000, retry: { strategy: 'fixed' } });
    expect(rules({ name: 'mail.send', version: 1 }).rules.applyJobType({}, command())).toEqual(command({ maxAttempts: undefined, timeoutMs: undefined, retry: undefined }));
  });

  it('change nothing that it says, the plain defaults included', () => {
    const said = command({ queue: 'default', priority: 'normal', maxAttempts: 1, timeoutMs: 1, retry: { capMs: 1 } });
    expect(rules(definition).rules.applyJobType({ queue: 'default', priority: 'normal' }, said)).toEqual(said);
  });

  it('refuse a payload that does not match, with pointers into the request', () => {
    const errors = [{ pointer: '/payload/to', message: 'must be string' }];
    expect(() => rules(definition).rules.applyJobType({}, command({ payload: { to: 5 } }))).toThrow(expect.objectContaining({ code: 'validation_failed', errors }) as Error);
  });

  it('follow the definition as it changes', () => {
    const { held, rules: one } = rules(definition);
    one.applyJobType({}, command());
    held.present = { ...definition, version: 2 };
    one.applyJobType({}, command());
    held.present = { ...definition, version: 3, payloadSchema: { required: ['subject'] } };
    expect(() => one.applyJobType({}, command())).toThrow();
    held.present = undefined;
    expect(one.applyJobType({}, command()).queue).toBe('default');
  });
});
