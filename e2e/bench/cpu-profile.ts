/** What V8 writes with `--cpu-prof`, as far as it is read here. */
export interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number } }[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

export interface SelfTime {
  readonly function: string;
  /** Of the time in which the process was not idle. */
  readonly percent: number;
}

export interface ProfileSummary {
  readonly busySeconds: number;
  readonly idleSeconds: number;
  readonly functions: readonly SelfTime[];
  readonly packages: readonly SelfTime[];
}

/**
 * Which functions, and which packages, had the processor themselves. Sampled by the clock, so a system call that has to wait for its turn (on a machine
 * with too few processors: a write that wakes its reader) looks longer than what it costs.
 */
export function summaryOf({ nodes, samples, timeDeltas }: CpuProfile, top = 25): ProfileSummary {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const functions = new Map<string, number>();
  const packages = new Map<string, number>();
  let busy = 0;
  let idle = 0;
  samples.forEach((id, i) => {
    const micros = timeDeltas[i] ?? 0;
    const frame = frames.get(id);
    if (frame === undefined || frame.functionName === '(idle)') {
      idle += micros;
      return;
    }
    busy += micros;
    add(functions, nameOf(frame), micros);
    add(packages, packageOf(frame), micros);
  });
  const largest = (times: ReadonlyMap<string, number>): SelfTime[] =>
    [...times]
      .sort((a, b) => b[1] - a[1])
      .slice(0, top)
      .map(([name, micros]) => ({ function: name, percent: Number(((micros * 100) / busy).toFixed(1)) }));
  return { busySeconds: seconds(busy), idleSeconds: seconds(idle), functions: largest(functions), packages: largest(packages) };
}

type Frame = CpuProfile['nodes'][number]['callFrame'];

function nameOf({ functionName, url, lineNumber }: Frame): string {
  const name = functionName === '' ? '(anonymous)' : functionName;
  return url === '' ? name : `${name} ${fileOf(url)}:${lineNumber + 1}`;
}

/** The npm package, our own lib or app, a module of Node, or what V8 does itself: `(garbage collector)`, `writev`. */
function packageOf({ functionName, url }: Frame): string {
  if (url === '') return functionName === '' ? '(native)' : functionName;
  return /^((libs|apps|@[^/]+)\/)?[^/]+/.exec(fileOf(url))?.[0] ?? url;
}

function fileOf(url: string): string {
  return url.replace(/^.*\/(node_modules|dist)\//, '');
}

function add(times: Map<string, number>, key: string, micros: number): void {
  times.set(key, (times.get(key) ?? 0) + micros);
}

const seconds = (micros: number): number => Number((micros / 1e6).toFixed(2));
