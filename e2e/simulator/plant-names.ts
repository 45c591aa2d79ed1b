/** What can be planted: each is a bug that the protocol's rules are there to keep out. */
export const PLANT_NAMES = [
  /** A report counts whoever sends it. */
  'fence-removed',
  /** The relay takes what it has written for confirmed. */
  'cursor-before-confirm',
  /** The worker settles a message before its report is safe. */
  'ack-before-confirm',
  /** The end of an attempt counts each time it is reported. */
  'duplicate-accepted',
  /** Leases run by the wall clock, through outages. */
  'lease-by-wall-time',
  /** A redelivered message means that its owner is dead. */
  'redelivered-is-dead',
  /** A grant is written whatever has happened to the row since it was decided. */
  'grant-without-rev',
  /** One probe that comes back means that the worker is dead. */
  'probe-with-one-return',
  /** The window of a dedupe key is over at once. */
  'window-cut-short',
  /** Gateways do not hear of the pause of a worker. */
  'worker-pause-unheard',
  /** A bucket without a token lets a job pass. */
  'tokens-not-counted',
  /** Of two aggregators the later one takes what the other has written for its own. */
  'conflict-taken-for-written',
  /** Each redrive of a failed job makes a job of its own. */
  'redrive-without-key',
  /** Who submits the job of a tick gives it a key of its own. */
  'tick-without-key',
  /** Who goes on with an operation forgets what the one before had in hand. */
  'hand-forgotten',
] as const;
export type PlantName = (typeof PLANT_NAMES)[number];
