import { KEEPS_ALL, leavingAt, retentionPolicy, TENANT_DAYS } from './retention-policy';

const NOW = Date.parse('2026-03-31T10:59:59.999Z');

it('keeps everything for ever where nothing is said', () => {
  expect(leavingAt(KEEPS_ALL, NOW)).toEqual([]);
  expect(retentionPolicy(0, undefined)).toEqual(KEEPS_ALL);
});

it('goes by the hour that has begun, so that all who look within it see the same', () => {
  expect(leavingAt(retentionPolicy(30, undefined), NOW)).toEqual([{ tenant: undefined, except: [], endedBefore: '2026-03-01T10:00:00.000Z' }]);
  expect(leavingAt(retentionPolicy(30, undefined), NOW + 1)[0]?.endedBefore).toBe('2026-03-01T11:00:00.000Z');
});

it('has a rule for each tenant that is named, and one for all others', () => {
  expect(leavingAt(retentionPolicy(90, 'acme=1,globex=0'), NOW)).toEqual([
    { tenant: 'acme', except: [], endedBefore: '2026-03-30T10:00:00.000Z' },
    { tenant: undefined, except: ['acme', 'globex'], endedBefore: '2025-12-31T10:00:00.000Z' },
  ]);
  expect(leavingAt(retentionPolicy(0, 'acme=1'), NOW)).toHaveLength(1);
});

it.each([['acme=30', true], ['acme=30,globex=7', true], ['acme', false], ['acme=-1', false], ['=3', false], ['acme=3,', false]])('is written as tenant=days (%s: %s)', (text, isGood) => {
  expect(TENANT_DAYS.test(text)).toBe(isGood);
});
