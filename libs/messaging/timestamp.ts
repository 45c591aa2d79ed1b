let lastWall = NaN;
let lastText = '';

/** RFC 3339, UTC, with milliseconds. Remembers the last one: thousands of messages a second are made within the same few milliseconds. */
export function timestamp(wallMs: number): string {
  if (wallMs !== lastWall) {
    lastText = new Date(wallMs).toISOString();
    lastWall = wallMs;
  }
  return lastText;
}
