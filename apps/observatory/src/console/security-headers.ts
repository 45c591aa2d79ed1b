import { OWN_ORIGIN_ONLY, pageHeaders } from '#http';

/** Nothing but what this origin serves, no inline script or style, in nobody's frame. Pictures may be part of the page (`data:`). */
export const SECURITY_HEADERS = pageHeaders({ ...OWN_ORIGIN_ONLY, 'img-src': ["'self'", 'data:'], 'font-src': ["'self'"], 'manifest-src': ["'self'"], 'form-action': ["'self'"] });
