// The arrows of the design. Each rule is shown to fire by e2e/lint/dependency-rules.unit.spec.ts.
//
//   apps ──► libs/http ──► libs/{config,observability,identity} ──► contracts
//   apps ──► libs/{event-log,read-model,messaging} ──► libs/{domain,config,observability} ──► contracts
//   apps/worker ──► libs/worker-sdk ──► contracts
//   e2e  ──► contracts, libs/testing        app ─X─ app      lib ─X─ app      contracts ─X─ anything

/** Specs, and the harnesses and builders that several specs share. */
const SPECS = '[.](spec|harness|builder)[.]ts$';
/** Which libs a lib may use, besides contracts and itself. */
const LIB_ARROWS = {
  domain: [],
  config: [],
  observability: [],
  // Keys, tokens, roles: no store, no HTTP.
  identity: [],
  // Keys and ciphers: no store, no HTTP.
  sealing: [],
  // Rules and switches: no store, no broker, no HTTP.
  governance: [],
  http: ['config', 'observability', 'identity'],
  messaging: ['domain', 'config', 'observability'],
  'event-log': ['domain', 'config', 'observability', 'identity', 'sealing'],
  'read-model': ['domain', 'config', 'observability'],
  // What a team's own handlers are written against: as little as can be.
  'worker-sdk': [],
  // Runs in browsers: nothing of ours, nothing of Node.
  'observatory-client': [],
  testing: ['config'],
};

/** Everything of ours but what is named. */
const oursExcept = (...allowed) => ({ path: '^(apps|libs|contracts|deploy|e2e)/', pathNot: allowed.map((folder) => `^${folder}/`) });
const npm = (...names) => ({ path: `(^|/)node_modules/(${names.join('|')})(/|$)` });

const libArrows = Object.entries(LIB_ARROWS).map(([lib, uses]) => ({
  name: `arrows-of-${lib}`,
  comment: `libs/${lib} may use contracts${uses.map((use) => `, libs/${use}`).join('')}; its specs may use libs/testing as well.`,
  severity: 'error',
  from: { path: `^libs/${lib}/`, pathNot: SPECS },
  // The test servers are the native stack of deploy/.
  to: oursExcept('contracts/src', `libs/${lib}`, ...uses.map((use) => `libs/${use}`), ...(lib === 'testing' ? ['deploy'] : [])),
}));

/** Only one lib knows a store or the broker; specs may look behind its back, to check what it really did. */
const owner = (name, packages, folders) => ({
  name,
  comment: `only ${folders.join(', ')} may import ${packages.join(', ')}`,
  severity: 'error',
  from: { pathNot: [SPECS, ...folders.map((folder) => `^${folder}/`), '^libs/testing/', '^e2e/', '^deploy/', '^grafana/check/', '^node_modules/'] },
  to: npm(...packages),
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle makes of two modules one that is harder to read.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'contracts-stand-alone',
      comment: 'The contracts are what all others agree on; they depend on nobody.',
      severity: 'error',
      from: { path: '^contracts/', pathNot: SPECS },
      to: oursExcept('contracts'),
    },
    ...libArrows,
    {
      name: 'no-app-in-app',
      comment: 'Apps talk through contracts, over the wire.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'apps-use-libs',
      comment: 'An app uses libs and contracts; its specs may use libs/testing as well.',
      severity: 'error',
      from: { path: '^apps/', pathNot: SPECS },
      to: { path: '^(e2e|deploy|libs/testing)/' },
    },
    {
      name: 'e2e-from-outside',
      comment: 'End-to-end tests see the system as its users do: contracts and real processes.',
      severity: 'error',
      from: { path: '^e2e/', pathNot: [SPECS, '^e2e/simulator/'] },
      to: { path: '^(apps|libs)/', pathNot: '^libs/(testing|observatory-client)/' },
    },
    {
      name: 'clients-use-the-client',
      comment: 'The generated client is for consoles and for tests from outside; a service that called another through it would be no service of its own.',
      severity: 'error',
      from: { path: '^(apps|libs|deploy|contracts)/', pathNot: [SPECS, '^apps/(web|tui)/', '^libs/observatory-client/'] },
      to: { path: '^libs/observatory-client/' },
    },
    {
      name: 'terminal-console-from-outside',
      comment: 'The terminal console knows the platform as any other user of its APIs does.',
      severity: 'error',
      from: { path: '^apps/tui/', pathNot: SPECS },
      to: oursExcept('apps/tui', 'libs/observatory-client', 'contracts/src'),
    },
    {
      name: 'client-runs-anywhere',
      comment: 'The generated client runs in browsers: openapi-fetch and nothing else.',
      severity: 'error',
      from: { path: '^libs/observatory-client/', pathNot: SPECS },
      to: { path: '.', pathNot: ['^libs/observatory-client/', '(^|/)node_modules/openapi-fetch/'] },
    },
    {
      name: 'simulator-plays-parts',
      comment: 'The simulator runs the real parts of the apps in virtual time, so it imports them; never what opens sockets, reads the environment or wires a process.',
      severity: 'error',
      from: { path: '^e2e/simulator/' },
      to: { path: ['^apps/[^/]+/src/main[.]ts$', '^apps/.+[.]module[.]ts$', '^apps/.+[.]env[.]ts$'] },
    },
    {
      name: 'lib-through-its-index',
      comment: 'What a lib offers stands in its index.',
      severity: 'error',
      from: { path: '^(apps|libs|e2e|deploy)/([^/]+)/', pathNot: SPECS },
      to: { path: '^libs/([^/]+)/', pathNot: ['^$1/$2/', '^libs/[^/]+/index[.]ts$'] },
    },
    {
      name: 'contracts-through-their-index',
      comment: 'What the contracts offer stands in their index.',
      severity: 'error',
      from: { path: '^(apps|libs|e2e|deploy)/', pathNot: SPECS },
      to: { path: '^contracts/', pathNot: '^contracts/src/index[.]ts$' },
    },
    {
      name: 'domain-is-pure',
      comment: 'The domain is functions of their arguments: no package, nothing of Node.',
      severity: 'error',
      from: { path: '^libs/domain/', pathNot: SPECS },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core', 'unknown'] },
    },
    owner('only-messaging-knows-amqp', ['amqplib'], ['libs/messaging']),
    owner('only-event-log-knows-sql', ['typeorm', 'pg', '@nestjs/typeorm'], ['libs/event-log']),
    owner('only-read-model-knows-mongo', ['mongodb'], ['libs/read-model']),
    owner('only-rate-limits-know-redis', ['@redis/client'], ['apps/gateway/src/rate-limits']),
    owner('only-observability-knows-prometheus', ['prom-client', 'pino'], ['libs/observability']),
    owner('only-http-serves-metrics', ['@willsoto/nestjs-prometheus'], ['libs/http']),
    {
      name: 'no-test-code-in-production',
      comment: 'Test packages and specs are not there in production.',
      severity: 'error',
      from: { path: '^(apps|libs|contracts/src)/', pathNot: [SPECS, '^libs/testing/'] },
      to: { path: [SPECS, '(^|/)node_modules/(jest|@jest|fast-check|testcontainers|autocannon|@nestjs/testing)(/|$)'] },
    },
    {
      name: 'nothing-unresolvable',
      comment: 'An import that leads nowhere fails at run time.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'only-declared-packages',
      comment: 'A package that is used stands in package.json.',
      severity: 'error',
      from: { path: '^(apps|libs|contracts|deploy|e2e)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dist/'] },
    exclude: { path: ['^dist/', '^[.]stack/', '^coverage/', '^apps/web/', '^apps/tui/vite.config.mts$', '^e2e/bench/peers/programs/'] },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    webpackConfig: { fileName: `${__dirname}/e2e/lint/aliases.cjs` },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['node', 'require', 'import', 'default', 'types'], mainFields: ['main', 'types'], extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.d.ts'] },
    skipAnalysisNotInRules: true,
  },
};
