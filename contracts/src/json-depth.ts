/**
 * Whether a JSON value nests at most `limit` levels: a scalar has none, `{}` and `[]` have one. Stops at the first level too
 * deep, so hostile input costs no deeper a call stack than `limit`.
 */
export function withinDepth(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (limit < 1) return false;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object' && !withinDepth(item, limit - 1)) return false;
    return true;
  }
  for (const key in value) {
    const item = (value as Record<string, unknown>)[key];
    if (typeof item === 'object' && !withinDepth(item, limit - 1)) return false;
  }
  return true;
}
