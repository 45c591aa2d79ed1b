// docs/permissions.md: every route with the permission that it asks for and the roles that have it, as the running services hold it.

/** @param {readonly {app: string, guarded: readonly {method: string, url: string, access: {kind: string, permission?: string, scope?: string}}[]}[]} services */
export function permissionsPage(services, permissionsOf) {
  const roles = Object.keys(permissionsOf);
  const cell = (access, role) => (access.kind === 'public' || permissionsOf[role].includes(access.permission) ? 'yes' : '');
  const row = ({ method, url, access }) => `| \`${method} ${url}\` | ${access.kind === 'public' ? 'public' : `\`${access.permission}\``} | ${access.kind === 'public' ? '' : access.scope} | ${roles.map((role) => cell(access, role)).join(' | ')} |`;
  const key = ({ method, url }) => `${url} ${method}`;
  const table = ({ app, guarded }) => [
    `## ${app}`, '',
    `| route | permission | scope | ${roles.join(' | ')} |`,
    `|---|---|---|${roles.map(() => '---|').join('')}`,
    ...guarded.filter(({ method }) => method !== 'HEAD').sort((a, b) => (key(a) < key(b) ? -1 : 1)).map(row),
  ].join('\n');
  return `${[
    '# Permissions',
    'Generated from the routes of the services and the table of roles (`libs/identity/permissions.ts`), do not edit: `npm run generate`.',
    'A `tenant` route shows and changes only what belongs to the tenant of its caller. A `platform` route shows or changes what several tenants share: it is for members of the tenant `default`, who run the installation, whatever the role of anybody else. A route without a permission cannot be registered: its service does not start. [security.md](security.md) says how it works.',
    ...services.map(table),
  ].join('\n\n')}\n`;
}
