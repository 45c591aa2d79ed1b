import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PASSWORD_VARIABLES, passwords, withAdmin } from './admin-login';

describe('the passwords of the user interfaces', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'login-'));
    file = join(folder, '.env');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are made up once, differ, and are only for the owner of the file', () => {
    const made = passwords({}, file);
    expect(new Set(Object.values(made)).size).toBe(PASSWORD_VARIABLES.length);
    for (const password of Object.values(made)) expect(password).toMatch(/^[\w-]{20}$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(passwords({}, file)).toEqual(made);
    expect(readFileSync(file, 'utf8').trim().split('\n')).toEqual(PASSWORD_VARIABLES.map((name) => `${name}=${made[name]}`));
  });

  it('are those of the file and, before that, those of the environment', () => {
    writeFileSync(file, '#GRAFANA_PASSWORD=no\nPGADMIN_PASSWORD="from the file"\nLOG_LEVEL=debug');
    const given = passwords({ GRAFANA_PASSWORD: 'given', PGADMIN_PASSWORD: '' }, file);
    expect(given).toMatchObject({ GRAFANA_PASSWORD: 'given', PGADMIN_PASSWORD: 'from the file' });
    const added = PASSWORD_VARIABLES.filter((name) => !['GRAFANA_PASSWORD', 'PGADMIN_PASSWORD'].includes(name)).map((name) => `${name}=${given[name]}\n`);
    expect(readFileSync(file, 'utf8')).toBe(`#GRAFANA_PASSWORD=no\nPGADMIN_PASSWORD="from the file"\nLOG_LEVEL=debug\n${added.join('')}`);
  });
});

it.each([['1', true], ['true', true], ['0', false], ['', false], [undefined, false]] as const)('WITH_ADMIN=%s means %s', (WITH_ADMIN, expected) => {
  expect(withAdmin({ WITH_ADMIN })).toBe(expected);
});
