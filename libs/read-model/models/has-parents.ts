/** The key among `foundBy` of every job that waits, or waited, for others: the list of flows walks along it. */
export const HAS_PARENTS = 'has:parents';
