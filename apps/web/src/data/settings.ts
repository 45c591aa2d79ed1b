import { observed } from './observed';

export interface Settings {
  readonly theme: 'dark' | 'light';
  readonly time: 'relative' | 'absolute';
}

const KEY = 'observatory.settings';

function load(): Settings {
  const preferred: Settings = { theme: matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark', time: 'relative' };
  try {
    const { theme, time } = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Settings>;
    return { theme: theme === 'dark' || theme === 'light' ? theme : preferred.theme, time: time === 'absolute' ? time : 'relative' };
  } catch {
    return preferred;
  }
}

const settings = observed(load());

export function applySettings({ theme }: Settings = settings.get()): void {
  document.documentElement.dataset.theme = theme;
}

export function change(changed: Partial<Settings>): void {
  const next = { ...settings.get(), ...changed };
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // A browser that keeps nothing: it holds until the page is left.
  }
  // Before anybody draws: charts read their colours from the page.
  applySettings(next);
  settings.set(next);
}

export const useSettings = settings.use;
