import type { Config } from 'jest';

/** Packages that ship only ES modules; jest's own loader cannot take them, so SWC turns them into CommonJS first. */
const ESM_PACKAGES = ['@nestjs', 'cookie', 'set-cookie-parser', 'jose', 'uuid', 'toad-cache', 'content-disposition', 'eventsource-parser', 'file-type', 'strtok3', 'token-types', 'uint8array-extras', '@tokenizer', '@borewit'];

const swc = {
  module: { type: 'commonjs' },
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
};

const base = {
  testEnvironment: 'node',
  transform: { '^.+\\.c?[tj]s$': ['@swc/jest', swc] },
  // mongodb loads `os`, and the exporter of traces `http`, by a dynamic import(), which jest refuses outside its experimental loader; SWC turns that into require() as well.
  transformIgnorePatterns: [`/node_modules/(?!(?:.+/node_modules/)?(?:(?:${ESM_PACKAGES.join('|')})/|mongodb/lib/runtime_adapters\\.js|@opentelemetry/otlp-exporter-base/dist/platform/node/))`],
  moduleNameMapper: {
    '^#contracts$': '<rootDir>/contracts/src/index.ts',
    '^#(domain|config|observability|identity|sealing|governance|http|messaging|event-log|read-model|worker-sdk|observatory-client|testing)$': '<rootDir>/libs/$1/index.ts',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.stack/'],
} satisfies Config;

const level = (name: string, extra: Config = {}) => ({
  ...base,
  displayName: name,
  testMatch: [`<rootDir>/**/*.${name}.spec.ts`],
  ...extra,
});

/** int and e2e specs run against real servers, started before the first of them and stopped after the last. */
const realServers = {
  globalSetup: '<rootDir>/libs/testing/jest/global-setup.ts',
  globalTeardown: '<rootDir>/libs/testing/jest/global-teardown.ts',
  testEnvironment: '<rootDir>/libs/testing/jest/real-servers-environment.ts',
} satisfies Config;

/**
 * What the unit level does not count: the parts of the apps that do nothing but I/O or wiring. They run against real servers in the int
 * specs named beside them (a store or broker that is pretended proves nothing), and what they decide stands in files that are counted.
 * Of the libs nothing is left out but the test servers themselves.
 */
const SHELLS = [
  'apps/*/src/main.ts', // the e2e level starts the processes
  'apps/*/src/**/*.module.ts', // wiring: every int spec of the app, and openapi.unit.spec.ts
  'apps/*/src/**/*.controller.ts', // wiring: the int spec of each app
  // Aggregator: read-model-builder.int, gateway-feed.int, consume-events.int
  'apps/aggregator/src/feed/gateway-feed.ts',
  'apps/aggregator/src/project-log/{head-look.service,mongo-read-models,projection-metrics}.ts',
  'apps/aggregator/src/{rebuild,rebuild/*}.ts',
  'apps/aggregator/src/record-attempts/{attempt-recorder,keep-within}.ts',
  'apps/aggregator/src/record-workers/{service,worker}-recorder.ts',
  'apps/aggregator/src/record-audit/{audit-feed,audit-recorder}.ts', // audit-recorder.int
  'apps/aggregator/src/retention/job-retention.ts', // job-retention.int
  // Gateway: engine.int, relay.int, submit-job.int
  'apps/gateway/src/{migrate,keys,data-keys}.ts', // and identity.int
  'apps/gateway/src/engine/{control-sender,engine,wake-others}.ts',
  'apps/gateway/src/engine/probes/prober.ts',
  'apps/gateway/src/engine/relay/{relay,relay-leadership,relay-source}.ts',
  'apps/gateway/src/engine/reports/{answer-sender,report-handler}.ts',
  'apps/gateway/src/engine/sweep/sweep.ts',
  'apps/gateway/src/engine/ticks/ticker.ts',
  'apps/gateway/src/engine/timers/{job-timers,timed}.ts',
  'apps/gateway/src/cancel-job/cancel-job.ts',
  'apps/gateway/src/queues/job-queues.ts',
  // schedules.int, schedule-runner.int
  'apps/gateway/src/engine/schedules/schedule-runner.ts',
  'apps/gateway/src/schedules/{schedules,schedules.providers,schedules.query,schedule-ref.params,schedule-records,submit-tick}.ts',
  // operations.int, redrive.int
  'apps/gateway/src/explain-job/explain-job.ts',
  'apps/gateway/src/get-job/as-of.query.ts',
  'apps/gateway/src/redrive-job/redrive-job.ts',
  'apps/gateway/src/engine/keys/key-retention.ts',
  'apps/gateway/src/operations/{operations,operation-runner,operations.providers,operations.query,apply-action}.ts',
  // set-controls.int, withheld.int
  'apps/gateway/src/control-queues/control-queues.ts',
  'apps/gateway/src/control-workers/{control-workers,worker-id.params}.ts',
  'apps/gateway/src/define-job-types/define-job-types.ts',
  'apps/gateway/src/engine/workers/worker-registry.ts',
  'apps/gateway/src/set-controls/{name.params,page.query,set-controls.providers}.ts',
  'apps/gateway/src/seal-jobs/{sealing.providers,subjects}.ts', // sealed.e2e
  // sign-in.int, identity.int; tickets.int; rate-limits.int; audit.int
  'apps/gateway/src/identity/{api-keys,may-give,members,own-job,own-password,session-cookie,session-tokens,sign-in,sign-with-name,token-keys,users}.ts',
  'apps/gateway/src/governance/{governance.providers,policy-gate,policy-reloads}.ts', // governance.int
  'apps/gateway/src/tickets/{ticket-gate,ticket-route,tickets,used-tickets}.ts',
  'apps/gateway/src/rate-limits/{rate-limits.providers,redis-link}.ts',
  'apps/gateway/src/audit/{audit-entry,audit-keeper,audit-writer,head-signer}.ts',
  'apps/gateway/src/{first-access,verify-audit}.ts', // what make start and make verify-audit run, on what sign-in.int and audit-store.int try
  'apps/gateway/src/store/gateway-store.ts',
  'apps/gateway/src/submit-job/{submit-job,bulk-route,body-bytes}.ts',
  // Observatory: list-jobs.int, find-jobs.int, observatory.int, views.int, flows.int, contracts.int
  'apps/observatory/src/*/*.queries.ts',
  'apps/observatory/src/contract-browser/contract-catalogue.ts',
  'apps/observatory/src/{views,identity}.ts', // identity: identity.int
  'apps/observatory/src/jobs/{filter-jobs,find-keys,search-jobs}.ts', // search-jobs.int
  'apps/observatory/src/tenancy/scope.ts', // cross-tenant.int
  'apps/observatory/src/{activity/activity-documents,queues/oldest-waiting,resources/resource-queries}.ts',
  'apps/observatory/src/read-model-access/{read-model-access,served-models}.ts',
  // Observatory: console.int, command-proxy.int, stream.int, why.int, alerts.int
  'apps/observatory/src/console/{bounded-body,command-proxy,console-files,host-console}.ts',
  'apps/observatory/src/stream/{sse-connection,stream-hub,stream.providers}.ts',
  'apps/observatory/src/{why/why-facts,alerts/alert-cursor}.ts',
  // The web console: console.e2e, in a browser
  'apps/web/src/data/{address,console,event-stream,freshness,live,observed,problem,read,session,settings,toasts}.ts',
  'apps/web/src/pages/{pages,events/use-event-log,jobs/jobs-data}.ts',
  'apps/web/src/{shell/offered-pages,shell/shortcuts,theme/adopted-style}.ts',
  // The terminal console: tui.e2e
  'apps/tui/src/tui.env.ts',
  'apps/tui/src/cli/{cli,context,program,describe-program,interrupt,pause,options}.ts',
  'apps/tui/src/cli/commands/*.ts',
  'apps/tui/src/console/{open-console,use-feed,page-data,carry-out}.ts',
  'apps/tui/src/data/{platform,event-stream}.ts',
];

const config: Config = {
  // What the modules of a whole level leave behind in a worker adds up to more than Node's heap may hold: one that has grown is made anew between two files.
  workerIdleMemoryLimit: '1200MB',
  // The bounds that count are those of what a spec waits for; a test gets longer than these, so that it is they who say what did not happen.
  testTimeout: 30_000,
  testSequencer: '<rootDir>/libs/testing/jest/longest-first.mjs',
  // Instrumented code: collecting V8's own counts takes three times the CPU over the whole level (57 s against 157 s).
  coverageProvider: 'babel',
  collectCoverageFrom: ['libs/**/*.ts', 'apps/*/src/**/*.ts', '!**/*.{spec,harness,builder}.ts', '!libs/testing/**', ...SHELLS.map((shell) => `!${shell}`)],
  coverageDirectory: 'coverage',
  coverageReporters: ['text', 'json-summary'],
  coverageThreshold: {
    global: {},
    './libs/': { lines: 80, statements: 80 },
    './apps/': { lines: 80, statements: 80, functions: 80, branches: 80 },
  },
  projects: [level('unit'), level('int', realServers), level('e2e', realServers), level('simulator'), level('gate')] as Config['projects'],
};

export default config;
