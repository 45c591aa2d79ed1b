/** Specs of half a minute and more, most of it waiting. All others are put in order by the size of their files: a new machine knows no times. */
const LONG = ['e2e/outage', 'e2e/console/console', 'e2e/lost-worker', 'e2e/conformance/planted-violations', 'e2e/gate/planted-faults', 'apps/worker/src/worker', 'e2e/metrics', 'e2e/conformance/conformance', 'e2e/surface', 'e2e/tui', 'e2e/killed'];

const rankOf = ({ path }) => {
  const found = LONG.findIndex((name) => path.includes(`/${name}.`));
  return found < 0 ? LONG.length : found;
};
const sizeOf = ({ context, path }) => context.hasteFS.getSize(path) ?? 0;

/** What takes longest begins first, so that no worker of jest is left alone with it at the end. */
export default class LongestFirst {
  sort(tests) {
    return [...tests].sort((one, other) => rankOf(one) - rankOf(other) || sizeOf(other) - sizeOf(one));
  }

  /** For `jest --onlyFailures`, of which nothing is remembered. */
  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
}
