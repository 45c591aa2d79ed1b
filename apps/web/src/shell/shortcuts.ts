import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import { PAGES } from '../pages/pages';

const TYPED_IN = 'input, textarea, select, [contenteditable="true"]';
const SECOND_KEY_WITHIN_MS = 1_200;

/** Keys that hold everywhere: `g` and a letter go to a page, `/` to the filter, `ctrl k` and `?` open the palette. Pages have their own (j, k, enter). */
export function useShortcuts(openPalette: () => void): void {
  const navigate = useNavigate();
  const open = useEffectEvent(openPalette);
  useEffect(() => {
    let goneAtMs = -Infinity;
    const onKey = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        return open();
      }
      if (event.ctrlKey || event.metaKey || event.altKey || (event.target instanceof Element && event.target.closest(TYPED_IN) !== null)) return undefined;
      if (performance.now() - goneAtMs < SECOND_KEY_WITHIN_MS) {
        goneAtMs = -Infinity;
        const page = PAGES.find(({ key }) => key === event.key);
        if (page !== undefined) void navigate({ to: page.path });
      } else if (event.key === 'g') goneAtMs = performance.now();
      else if (event.key === '?') open();
      else if (event.key === '/') {
        const filter = document.querySelector<HTMLElement>('[data-filter]');
        if (filter === null) return undefined;
        event.preventDefault();
        filter.focus();
      }
      return undefined;
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [navigate]);
}
