import { defineConfig } from 'eslint/config';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';
import { localRules } from './e2e/lint/local-rules.mjs';

/** The environment is read in one file per app; tools and the test servers are programs of their own. */
const READS_ENVIRONMENT = ['apps/*/src/*.env.ts', 'deploy/**', 'e2e/**', 'grafana/check/**', 'libs/testing/**', 'contracts/generate.ts', 'contracts/check.ts', 'contracts/compatibility/**'];

/** Programs that talk to a person at a terminal. */
const PRINTS = ['deploy/**', 'e2e/**', 'grafana/check/**', 'libs/testing/**', 'contracts/*.ts', 'contracts/generate/**', 'contracts/compatibility/**', 'prometheus/*.ts'];

const SYNTAX = [
  { selector: 'ExportAllDeclaration', message: 'An index names what it exports: no export *.' },
  { selector: 'CallExpression[callee.name="forwardRef"]', message: 'forwardRef hides a cycle: break the cycle.' },
  { selector: 'TSEnumDeclaration', message: 'An enum exists twice, as type and as value: use an as const list.' },
];
const DEFAULT_EXPORT = { selector: 'ExportDefaultDeclaration', message: 'Exports have names; only a tool\'s configuration is a default export.' };
const ENVIRONMENT = { selector: 'MemberExpression[object.name="process"][property.name="env"]', message: 'The environment is read in *.env.ts and nowhere else.' };
const ONLY_OR_SKIPPED = {
  selector: 'CallExpression[callee.object.name=/^(it|test|describe)$/][callee.property.name=/^(only|skip|todo)$/], CallExpression[callee.name=/^(xit|xtest|xdescribe|fit|fdescribe)$/]',
  message: 'A test runs always: no only, no skip. An absent server is a failure.',
};
/** The decisions of the domain are functions of their arguments: clock, ids and randomness are handed in. */
const IMPURE = [
  { selector: 'CallExpression[callee.object.name="Date"][callee.property.name="now"]', message: 'The clock is an argument.' },
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'The clock is an argument.' },
  { selector: 'CallExpression[callee.object.name="Math"][callee.property.name="random"]', message: 'Randomness is an argument.' },
  { selector: 'CallExpression[callee.name=/^(setTimeout|setInterval|setImmediate|queueMicrotask|fetch)$/]', message: 'The domain does nothing by itself: no timers, no I/O.' },
  { selector: 'MemberExpression[object.name=/^(crypto|performance|process)$/]', message: 'Ids, clock and process are arguments.' },
];

/** Answers show what a tenant has: documents are had from the one place that narrows them to the scope of whoever asks. */
const UNSCOPED = [
  { selector: 'CallExpression[callee.property.name="documents"], CallExpression[callee.property.name="indexed"]', message: 'Documents are asked for through ReadModelAccess, within a scope.' },
  { selector: 'ImportSpecifier[imported.name="DocumentCollection"], ImportSpecifier[imported.name="NOT_NARROWED"]', message: 'A query is given NarrowedDocuments, never a collection.' },
];

const syntax = (...rules) => ['error', ...SYNTAX, ...rules];

export default defineConfig(
  { ignores: ['dist/', 'coverage/', '.stack/', 'node_modules/', 'contracts/src/generated/', 'libs/observatory-client/generated/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { observatory: localRules },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-syntax': syntax(DEFAULT_EXPORT, ENVIRONMENT),
      'max-lines': ['warn', { max: 350, skipBlankLines: true, skipComments: true }],
      'observatory/no-vague-folder': 'error',
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/max-params': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description', 'ts-ignore': true, 'ts-nocheck': true }],
      // Interfaces are implemented by code that does not always have something to wait for.
      '@typescript-eslint/require-await': 'off',
    },
  },
  { files: ['**/*.ts'], ignores: ['contracts/**'], rules: { 'observatory/no-domain-redefinition': 'error' } },
  {
    files: ['apps/observatory/src/**/*.ts'],
    ignores: ['**/*.{spec,harness,env}.ts', 'apps/observatory/src/{read-model-access,tenancy}/**'],
    rules: { 'no-restricted-syntax': syntax(DEFAULT_EXPORT, ENVIRONMENT, ...UNSCOPED) },
  },
  {
    // What reads texts of others takes time by their length, and no more. The page of the runbooks reads files of this repository.
    files: ['apps/{gateway,worker,aggregator,observatory}/src/**/*.ts', 'libs/**/*.ts', 'contracts/src/**/*.ts'],
    ignores: ['**/*.{spec,harness,builder}.ts', 'apps/observatory/src/platform-page/markdown.ts'],
    plugins: { regexp },
    rules: { 'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }], 'regexp/no-super-linear-move': 'error' },
  },
  { files: READS_ENVIRONMENT, rules: { 'no-restricted-syntax': syntax(DEFAULT_EXPORT) } },
  { files: PRINTS, rules: { 'no-console': 'off' } },
  { files: ['libs/domain/**/*.ts'], ignores: ['**/*.spec.ts'], rules: { 'no-restricted-syntax': syntax(DEFAULT_EXPORT, ENVIRONMENT, ...IMPURE) } },
  {
    files: ['**/*.spec.ts'],
    rules: {
      'no-restricted-syntax': syntax(DEFAULT_EXPORT, ONLY_OR_SKIPPED),
      'observatory/no-sleep-in-spec': 'error',
      'max-lines': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    // What a tool loads by itself must be a default export.
    files: ['jest.config.ts', 'libs/testing/jest/*.ts', 'apps/web/vite.config.mts', 'apps/tui/vite.config.mts'],
    rules: { 'no-restricted-syntax': ['error', ...SYNTAX] },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    extends: [tseslint.configs.base],
    plugins: { observatory: localRules },
    rules: { eqeqeq: 'error', 'observatory/no-vague-folder': 'error', 'no-restricted-syntax': ['error', ...SYNTAX] },
  },
);
