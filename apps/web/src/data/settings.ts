import { useSyncExternalStore } from 'react';

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

let settings = load();
const listeners = new Set<() => void>();

export function applySettings(): void {
  document.documentElement.dataset.theme = settings.theme;
}

export function change(next: Partial<Settings>): void {
  settings = { ...settings, ...next };
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // A browser that keeps nothing: it holds until the page is left.
  }
  applySettings();
  for (const listener of listeners) listener();
}

export function useSettings(): Settings {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => settings,
  );
}
