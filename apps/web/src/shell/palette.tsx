import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { type ReactNode, useState } from 'react';
import { useConsole } from '../data/console';
import { change } from '../data/settings';
import { useOfferedPages } from './offered-pages';
import styles from './shell.module.css';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Goes anywhere and does what every page can do, by typing. */
export function Palette({ onClose }: { onClose: () => void }): ReactNode {
  const navigate = useNavigate();
  const links = useConsole().links.flatMap((group) => group.links).filter(({ url }) => url !== undefined);
  const pages = useOfferedPages();
  const [text, setText] = useState('');
  const go = (to: string, search: Record<string, string> = {}) => {
    onClose();
    void navigate({ to, search: search });
  };
  const wanted = text.trim();
  return (
    <Command.Dialog open onOpenChange={(open) => !open && onClose()} label="search and commands" className={styles.palette} loop>
      <Command.Input value={text} onValueChange={setText} placeholder="A page, a job's id, words of an error…" aria-label="search and commands" />
      <Command.List>
        <Command.Empty>Nothing of that name.</Command.Empty>
        {UUID.test(wanted) && (
          <Command.Item value={wanted} onSelect={() => go(`/jobs/${wanted.toLowerCase()}`)}>
            Job {wanted}
          </Command.Item>
        )}
        <Command.Group heading="Go to">
          {pages.filter(({ group }) => group !== undefined).map(({ path, title, key }) => (
            <Command.Item key={path} value={`page ${title}`} onSelect={() => go(path)}>
              {title}
              {key !== undefined && <kbd className="muted">g {key}</kbd>}
            </Command.Item>
          ))}
        </Command.Group>
        {wanted.length > 1 && !UUID.test(wanted) && (
          <Command.Group heading="Find" forceMount>
            <Command.Item value={`find ${wanted}`} onSelect={() => go('/jobs', { q: wanted })} forceMount>
              Jobs with “{wanted}”
            </Command.Item>
          </Command.Group>
        )}
        <Command.Group heading="Show">
          <Command.Item onSelect={() => go('/jobs', { state: 'FAILED' })}>Failed jobs</Command.Item>
          <Command.Item onSelect={() => go('/jobs', { state: 'RUNNING' })}>Running jobs</Command.Item>
          <Command.Item onSelect={() => (change({ theme: document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark' }), onClose())}>Switch light and dark</Command.Item>
        </Command.Group>
        {links.length > 0 && (
          <Command.Group heading="Elsewhere">
            {links.map(({ title, url }) => (
              <Command.Item key={url} value={`link ${title}`} onSelect={() => (window.open(url, '_blank', 'noopener'), onClose())}>
                {title}
              </Command.Item>
            ))}
          </Command.Group>
        )}
      </Command.List>
    </Command.Dialog>
  );
}
