import type { CompiledPack } from './compile-pack';
import { loadPack } from './load-pack';

/**
 * The pack that a process goes by, and its file. There always is one: who makes this has read it, and what is put in its place was read, proved and compiled
 * before. The swap is one assignment: a decision is made on one pack or on the other.
 */
export class PolicyInForce {
  private present: CompiledPack;
  private readAtMs: number;

  /** @throws PolicyRefused: without a policy nothing starts */
  constructor(
    readonly file: string,
    private readonly load: (file: string) => CompiledPack = loadPack,
    private readonly nowMs: () => number = Date.now,
  ) {
    this.present = load(file);
    this.readAtMs = nowMs();
  }

  get pack(): CompiledPack {
    return this.present;
  }

  get loadedAt(): string {
    return new Date(this.readAtMs).toISOString();
  }

  /** What the file holds now; the pack in force stays. @throws PolicyRefused */
  read(): CompiledPack {
    return this.load(this.file);
  }

  /** From here on this pack decides. */
  adopt(pack: CompiledPack): void {
    this.present = pack;
    this.readAtMs = this.nowMs();
  }
}
