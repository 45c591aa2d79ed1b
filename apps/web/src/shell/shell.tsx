import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { change, useSettings } from '../data/settings';
import { useSession } from '../data/session';
import { useToasts } from '../data/toasts';
import { Button } from '../kit/button';
import { useOfferedPages } from './offered-pages';
import { Loading } from '../kit/states';
import { FreshnessBadge } from './freshness-badge';
import styles from './shell.module.css';
import { SignInAgain, SignInPage } from './sign-in';
import { useShortcuts } from './shortcuts';

/** Menus weigh more than the rest of the frame: whoever is not signed in, or has no account, does not fetch them. */
const AccountMenu = lazy(() => import('./account').then(({ AccountMenu: component }) => ({ default: component })));
const Palette = lazy(() => import('./palette').then(({ Palette: component }) => ({ default: component })));

/** What stands around every page. */
export function Shell(): ReactNode {
  const session = useSession();
  const [navOpen, setNavOpen] = useState(false);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const strangers = session.kind === 'out' && session.before === undefined;
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => setNavOpen(false), [path]);
  useShortcuts(() => setPaletteOpen(true));
  return (
    <div className={styles.shell} data-strangers={strangers}>
      <a href="#main" className={styles.skip}>
        Skip to the page
      </a>
      <Link to="/" className={styles.brand}>
        <Mark />
        Job Observatory
      </Link>
      <header className={styles.bar}>
        {!strangers && (
          <>
            <Button look="icon" className={styles.burger} aria-label="menu" aria-expanded={navOpen} aria-controls="nav" onClick={() => setNavOpen(!navOpen)}>
              ☰
            </Button>
            <button type="button" className={styles.search} onClick={() => setPaletteOpen(true)} aria-label="Go to, find a job… ctrl k">
              <Glass />
              <span>Go to, find a job…</span>
              <kbd>ctrl k</kbd>
            </button>
          </>
        )}
        <div className={styles.grow} />
        {session.kind !== 'out' && <FreshnessBadge />}
        {session.kind === 'in' && (
          <Suspense>
            <AccountMenu session={session} />
          </Suspense>
        )}
        <Switches />
      </header>
      {!strangers && <Nav open={navOpen} />}
      <main id="main" className={styles.main} tabIndex={-1}>
        {session.kind === 'starting' ? <Loading /> : strangers ? <SignInPage /> : <Outlet />}
      </main>
      <Toasts />
      <SignInAgain />
      {paletteOpen && (
        <Suspense>
          <Palette onClose={() => setPaletteOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}

function Nav({ open }: { open: boolean }): ReactNode {
  const pages = useOfferedPages();
  return (
    <nav id="nav" className={styles.nav} data-open={open} aria-label="pages">
      {(['Work', 'Fleet', 'Platform'] as const)
        .map((group) => [group, pages.filter((page) => page.group === group)] as const)
        .filter(([, ofGroup]) => ofGroup.length > 0)
        .map(([group, ofGroup]) => (
          <div key={group}>
            <h3>{group}</h3>
            <ul>
              {ofGroup.map(({ path, title, key }) => (
                <li key={path}>
                  <Link to={path} activeOptions={{ exact: path === '/', includeSearch: false }}>
                    {title}
                    {key !== undefined && <kbd>g {key}</kbd>}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
    </nav>
  );
}

function Switches(): ReactNode {
  const { theme, time } = useSettings();
  return (
    <>
      <Button look="icon" aria-label={time === 'relative' ? 'show times as dates' : 'show how long ago times are'} title="relative or absolute times" onClick={() => change({ time: time === 'relative' ? 'absolute' : 'relative' })}>
        <svg width="15" height="15" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
          <circle cx="8" cy="8" r="6" />
          <path d="M8 4.5V8l2.3 1.6" />
        </svg>
      </Button>
      <Button look="icon" aria-label={theme === 'dark' ? 'light theme' : 'dark theme'} title="light or dark" onClick={() => change({ theme: theme === 'dark' ? 'light' : 'dark' })}>
        <svg width="15" height="15" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
          <circle cx="8" cy="8" r="6" />
          <path d="M8 2a6 6 0 0 0 0 12z" fill="currentColor" />
        </svg>
      </Button>
    </>
  );
}

function Toasts(): ReactNode {
  const toasts = useToasts();
  return (
    <div className={styles.toasts} role="status" aria-live="polite">
      {toasts.map(({ id, kind, text }) => (
        <div key={id} className={styles.toast} data-kind={kind}>
          {text}
        </div>
      ))}
    </div>
  );
}

function Mark(): ReactNode {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" fill="none" stroke="currentColor" strokeWidth="1.8" aria-hidden="true">
      <circle cx="9" cy="9" r="7" />
      <circle cx="9" cy="9" r="2.4" fill="currentColor" stroke="none" />
    </svg>
  );
}

function Glass(): ReactNode {
  return (
    <svg width="13" height="13" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.6" aria-hidden="true">
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.5 10.5 3 3" />
    </svg>
  );
}
