import { randomFillSync } from 'node:crypto';

/**
 * UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then random bits. Ids made in one process within a millisecond are not ordered among
 * themselves; what matters is that an index over them grows at one end. Random bytes come from a pool, so that an id costs well under a
 * microsecond.
 *
 * @param now Unix milliseconds
 */
export function uuidV7(now: number = Date.now()): string {
  if (offset + 10 > POOL_BYTES) {
    randomFillSync(pool);
    offset = 0;
  }
  const high = Math.floor(now / 0x10000);
  const time = high.toString(16).padStart(8, '0') + '-' + (now % 0x10000).toString(16).padStart(4, '0');
  const a = ((pool[offset] as number) & 0x0f) | 0x70;
  const b = ((pool[offset + 2] as number) & 0x3f) | 0x80;
  const id = `${time}-${HEX[a]}${at(1)}-${HEX[b]}${at(3)}-${at(4)}${at(5)}${at(6)}${at(7)}${at(8)}${at(9)}`;
  offset += 10;
  return id;
}

const POOL_BYTES = 10 * 1024;
const pool = new Uint8Array(POOL_BYTES);
let offset = POOL_BYTES;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const at = (index: number): string => HEX[pool[offset + index] as number] as string;
