// What a run of jest comes to, read from the report that it writes with `--json`.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

/**
 * @typedef {object} Outcome
 * @property {number} passed tests
 * @property {number} failed tests, and files that could not run
 * @property {string} note what else is to be said, or nothing
 * @property {{ file: string, test: string, said: string }[]} failures each failed test, with the first line of what it said; a file that could not run is one
 * @property {string[]} brokenFiles the files of `failures`, relative to the root, each once
 * @property {Outcome['failures']} [flaky] what failed first and passed then
 */

const withoutColour = (text) => text.replace(/\u001b\[[0-9;]*m/g, '');
const firstLine = (text) => withoutColour(text ?? '').split('\n').find((line) => line.trim() !== '')?.trim().slice(0, 200) ?? '';

function failuresOf({ name, status, message, assertionResults }, root) {
  const file = relative(root, name);
  const tests = assertionResults.filter((test) => test.status === 'failed').map(({ fullName, failureMessages }) => ({ file, test: fullName, said: firstLine(failureMessages[0]) }));
  return tests.length === 0 && status === 'failed' ? [{ file, test: 'the whole file', said: firstLine(message) }] : tests;
}

/** @returns {Outcome} An exit code that no failed test explains (coverage, set-up, a hang) counts as one failure. */
export function readReport(file, code, root) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, note: 'the level ended without a report', failures: [], brokenFiles: [] };
  }
  const broken = report.numRuntimeErrorTestSuites;
  const failed = report.numFailedTests + broken;
  const skipped = report.numPendingTests + report.numTodoTests;
  const notes = [broken > 0 && `${broken} suites could not run`, skipped > 0 && `${skipped} skipped`, code !== 0 && failed === 0 && 'failed as a whole: see above'];
  const failures = report.testResults.flatMap((result) => failuresOf(result, root));
  return {
    passed: report.numPassedTests,
    failed: code !== 0 && failed === 0 ? 1 : failed,
    note: notes.filter(Boolean).join(', '),
    failures,
    brokenFiles: [...new Set(failures.map(({ file }) => file))],
    passedIn: Object.fromEntries(report.testResults.map(({ name, assertionResults }) => [relative(root, name), assertionResults.filter(({ status }) => status === 'passed').length])),
  };
}

/** @returns {Outcome} The first try with the files of the second one in place of its own. */
export function withSecondTry(first, second) {
  const passedBefore = first.brokenFiles.reduce((total, file) => total + (first.passedIn[file] ?? 0), 0);
  const failedAgain = ({ file, test }) => second.failures.some((other) => other.file === file && (other.test === test || other.test === 'the whole file'));
  return {
    ...second,
    passed: first.passed - passedBefore + second.passed,
    flaky: first.failures.filter((failure) => !failedAgain(failure)),
  };
}

/** @returns {Outcome} Several runs as one. */
export function together(outcomes) {
  const total = (key) => outcomes.reduce((all, outcome) => all + outcome[key], 0);
  const all = (key) => outcomes.flatMap((outcome) => outcome[key] ?? []);
  return { passed: total('passed'), failed: total('failed'), note: outcomes.map(({ note }) => note).filter(Boolean).join(', '), failures: all('failures'), brokenFiles: all('brokenFiles'), flaky: all('flaky') };
}
