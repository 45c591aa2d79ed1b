import { hash, timingSafeEqual } from 'node:crypto';

/** Whether an Authorization header carries this token. Takes as long for a wrong one as for the right one, whatever their lengths. */
export function bearerMatches(header: string | undefined, token: string): boolean {
  const given = /^bearer +([^ ].*)$/i.exec(header ?? '')?.[1] ?? '';
  return timingSafeEqual(digest(given), digest(token)) && given !== '';
}

/** Of one length, whatever is compared. */
function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
