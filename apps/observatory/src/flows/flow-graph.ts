import type { FlowNode, JobFlowResponse, Uuid } from '#contracts';

/** What is read of a job to place it in its flow. */
export interface FlowJob extends Omit<FlowNode, 'level'> {
  /** Its parents. */
  readonly after: readonly Uuid[];
}

/** Where the jobs are. */
export interface FlowSource {
  /** Those of the given jobs that are known. */
  jobs(ids: readonly Uuid[]): Promise<readonly FlowJob[]>;
  /** Children of the given jobs, at most so many. */
  childrenOf(parents: readonly Uuid[], limit: number): Promise<readonly FlowJob[]>;
}

export interface GatheredFlow {
  readonly jobs: ReadonlyMap<Uuid, FlowJob>;
  readonly truncated: boolean;
}

/**
 * All jobs that hang together with one, round by round: first the job, then its parents and children, then theirs. What is left out of a flow
 * that is too large is what is furthest from the job that was asked for. Undefined for a job that is not known.
 */
export async function gatherFlow(source: FlowSource, start: Uuid, most: number): Promise<GatheredFlow | undefined> {
  const jobs = new Map<Uuid, FlowJob>();
  /** Parents that were asked for: one that is not known any more is not asked for again. */
  const asked = new Set<Uuid>([start]);
  let frontier = await source.jobs([start]);
  if (frontier.length === 0) return undefined;
  for (const job of frontier) jobs.set(job.id, job);
  while (frontier.length > 0) {
    const parents = [...new Set(frontier.flatMap(({ after }) => after))].filter((id) => !jobs.has(id) && !asked.has(id)).slice(0, most + 1);
    for (const id of parents) asked.add(id);
    const [above, below] = await Promise.all([
      parents.length === 0 ? [] : source.jobs(parents),
      // As many as there may be beside those that are known already and may be among them.
      source.childrenOf(frontier.map(({ id }) => id), 2 * most + 1),
    ]);
    const found = new Map([...above, ...below].filter(({ id }) => !jobs.has(id)).map((job) => [job.id, job]));
    frontier = [...found.values()];
    for (const job of frontier) {
      if (jobs.size >= most) return { jobs, truncated: true };
      jobs.set(job.id, job);
    }
  }
  return { jobs, truncated: false };
}

/** Nodes by level and age, and who waits for whom. */
export function graphOf({ jobs }: GatheredFlow): Pick<JobFlowResponse, 'nodes' | 'edges'> {
  const levels = levelsOf(jobs);
  const nodes = [...jobs.values()].map(({ after: _after, ...node }): FlowNode => ({ ...node, level: levels.get(node.id) ?? 0 })).sort((a, b) => a.level - b.level || (a.id < b.id ? -1 : 1));
  const edges = [...jobs.values()].flatMap(({ id, after }) => after.filter((parent) => jobs.has(parent)).map((parent) => ({ from: parent, to: id })));
  return { nodes, edges: edges.sort((a, b) => (a.from === b.from ? (a.to < b.to ? -1 : 1) : a.from < b.from ? -1 : 1)) };
}

/** A job stands one level below the lowest of its parents. */
function levelsOf(jobs: ReadonlyMap<Uuid, FlowJob>): ReadonlyMap<Uuid, number> {
  const levels = new Map<Uuid, number>();
  const open = new Map([...jobs.values()].map((job) => [job.id, job.after.filter((parent) => jobs.has(parent)).length]));
  const children = new Map<Uuid, Uuid[]>();
  for (const { id, after } of jobs.values()) for (const parent of after) children.set(parent, [...(children.get(parent) ?? []), id]);
  let ready = [...jobs.keys()].filter((id) => open.get(id) === 0);
  for (let level = 0; ready.length > 0; level += 1) {
    const next: Uuid[] = [];
    for (const id of ready) {
      levels.set(id, level);
      for (const child of children.get(id) ?? []) {
        const left = (open.get(child) ?? 0) - 1;
        open.set(child, left);
        if (left === 0) next.push(child);
      }
    }
    ready = next;
  }
  return levels;
}
