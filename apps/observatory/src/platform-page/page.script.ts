/**
 * The script of the page, as the browser gets it: asks the observatory how it is, and writes that as text, never as markup. Nothing else
 * talks to it, so it stays without a build of its own.
 */
export const PAGE_SCRIPT = `'use strict';
(() => {
  const EVERY_MS = 5000;
  const state = document.getElementById('state');
  const freshness = document.getElementById('freshness');
  const checks = document.getElementById('checks');
  const number = new Intl.NumberFormat('en');

  const say = (name, title, detail) => {
    state.dataset.state = name;
    state.textContent = title;
    freshness.textContent = detail;
  };

  const json = async (path) => {
    const answer = await fetch(path, { headers: { accept: 'application/json' }, cache: 'no-store', signal: AbortSignal.timeout(4000) });
    return { ok: answer.ok, body: await answer.json() };
  };

  const mark = ({ name, ready, detail }) => {
    const item = document.createElement('li');
    item.dataset.state = ready ? 'ready' : 'down';
    item.textContent = ready ? name + ' ready' : name + ': ' + (detail ?? 'not usable');
    return item;
  };

  const alertMarks = (critical, warning) =>
    [['down', critical, 'critical'], ['behind', warning, 'warning']].filter(([, count]) => count > 0).map(([name, count, severity]) => {
      const item = document.createElement('li');
      const link = document.createElement('a');
      link.href = '/v1/alerts?state=firing';
      link.textContent = count + ' ' + severity + (count === 1 ? ' alert fires' : ' alerts fire');
      item.dataset.state = name;
      item.append(link);
      return item;
    });

  const look = async () => {
    try {
      const [ready, overview] = await Promise.all([json('/readyz'), json('/v1/overview')]);
      checks.replaceChildren(...ready.body.checks.map(mark));
      if (!overview.ok) return say('down', 'The read models cannot be read', overview.body.detail ?? overview.body.title);
      const { counts, freshness: fresh } = overview.body;
      for (const place of document.querySelectorAll('[data-count]')) place.textContent = number.format(counts[place.dataset.count] ?? 0);
      const seconds = fresh.lagMs / 1000;
      const behind = fresh.lagEvents > 0 && seconds >= 1;
      const truth = 'What is shown is true for position ' + number.format(fresh.position) + ' of the log';
      if (!ready.ok) return say('down', 'Something is missing', truth + '.');
      const { critical = 0, warning = 0 } = overview.body.alerts ?? {};
      checks.append(...alertMarks(critical, warning));
      if (critical > 0) return say('down', 'Somebody is needed', truth + '.');
      if (behind) return say('behind', 'Catching up', truth + ', ' + number.format(fresh.lagEvents) + ' events and ' + seconds.toFixed(1) + ' s behind.');
      if (warning > 0) return say('behind', 'Ready, with warnings', truth + '.');
      say('ready', 'Ready and up to date', truth + '.');
    } catch {
      checks.replaceChildren();
      say('down', 'The observatory does not answer', 'Tried again every five seconds.');
    }
  };

  freshness.textContent = 'Asking…';
  void look();
  setInterval(() => void (document.hidden || look()), EVERY_MS);
})();
`;
