import { observed } from './observed';

export interface Toast {
  readonly id: number;
  readonly kind: 'ok' | 'error';
  readonly text: string;
}

const SHOWN_MS = 5_000;
const toasts = observed<readonly Toast[]>([]);
let last = 0;

/** Says something in the corner for some seconds. */
export function say(kind: Toast['kind'], text: string): void {
  const id = ++last;
  toasts.set([...toasts.get().slice(-3), { id, kind, text }]);
  setTimeout(() => toasts.set(toasts.get().filter((toast) => toast.id !== id)), SHOWN_MS);
}

export const useToasts = toasts.use;
