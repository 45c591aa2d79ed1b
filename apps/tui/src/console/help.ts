import { bold, dim, EMPTY, line, type Line } from '../text/line';

const key = (keys: string, what: string): Line => line('  ', bold(keys.padEnd(16)), dim(what));

export const HELP: readonly Line[] = [
  line(bold('Pages')),
  key('1 … 9 0, tab', 'the pages in the bar at the top; on a job tab walks its views'),
  key(':', 'a page by name; Tab completes: :jobs state=FAILED queue=mail   :job ID   :q'),
  key('enter, esc', 'open what is chosen; back'),
  line(bold('Moving')),
  key('j k ↓ ↑', 'a line down, up'),
  key('^f ^b PgDn PgUp', 'a screen down, up'),
  key('g G', 'the first line, the last'),
  key('/', 'show only lines with this text; esc takes it away'),
  line(bold('A job')),
  key('t l y e d', 'summary, logs, why it does not run, events, describe'),
  key('^d', 'cancel it'),
  key('R', 'run it again: another life for a failed one, now for one that waits'),
  line(bold('Others')),
  key('d', 'describe: everything that is known of what is chosen'),
  key('p', 'pause or resume a queue'),
  key('a', 'acknowledge an alert'),
  key('^r', 'ask now'),
  key('q, ^c', 'leave'),
  EMPTY,
];
