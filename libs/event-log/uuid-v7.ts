import { randomFillSync } from 'node:crypto';

/**
 * UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, a 12-bit counter, random bits.
 *
 * The counter makes the ids of one process ascend even within a millisecond, so that jobs submitted together lie together in every index and
 * in the order they came (random ids cost 30-45 % of the append rate at ten million events). When a millisecond holds more than 4,096 ids,
 * the time runs ahead of the clock until the clock has caught up. Never a secret.
 *
 * @param now Unix milliseconds
 */
export function uuidV7(now: number = Date.now()): string {
  if (now > lastMs) {
    lastMs = now;
    sequence = 0;
    prefix = timePrefix(now);
  } else if (++sequence > 0xfff) {
    lastMs += 1;
    sequence = 0;
    prefix = timePrefix(lastMs);
  }
  if (offset + 8 > POOL_BYTES) {
    randomFillSync(pool);
    offset = 0;
  }
  const variant = HEX[((pool[offset] as number) & 0x3f) | 0x80] as string;
  const id = `${prefix}7${HEX[sequence >> 4] as string}${NIBBLE[sequence & 0xf] as string}-${variant}${at(1)}-${at(2)}${at(3)}${at(4)}${at(5)}${at(6)}${at(7)}`;
  offset += 8;
  return id;
}

function timePrefix(ms: number): string {
  const time = ms.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-`;
}

const POOL_BYTES = 8 * 1024;
const pool = new Uint8Array(POOL_BYTES);
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const NIBBLE = Array.from({ length: 16 }, (_, nibble) => nibble.toString(16));
const at = (index: number): string => HEX[pool[offset + index] as number] as string;

let offset = POOL_BYTES;
let lastMs = 0;
let sequence = 0;
let prefix = '';
