import { draftOf, readDraft } from './draft';

const FIELDS = { name: ' nightly ', cron: '0 3 * * *', timeZone: 'Europe/Zurich', type: 'report.build', queue: '', payload: '{"n":1}' };

it('the fields become a schedule, without what was left empty', () => {
  expect(readDraft(FIELDS)).toEqual({ kind: 'ok', value: { name: 'nightly', cron: '0 3 * * *', timeZone: 'Europe/Zurich', job: { type: 'report.build', payload: { n: 1 } } } });
  expect(readDraft({ ...FIELDS, payload: '', timeZone: '', queue: 'slow' })).toMatchObject({ value: { job: { payload: {}, queue: 'slow' } } });
});

it.each(['{', '[1]', 'null', '"x"'])('the payload %j is refused, with what is wrong', (payload) => {
  expect(readDraft({ ...FIELDS, payload })).toMatchObject({ kind: 'fault', fault: expect.stringContaining('payload') as string });
});

it('a new schedule begins in the time zone of who makes it', () => {
  expect(draftOf(undefined)).toMatchObject({ name: '', payload: '{}', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });
});
