/** How long a worker under test lets a cancelled handler go on (`WORKER_CANCEL_GRACE_MS`). */
export const CANCEL_GRACE_MS = 1_500;
