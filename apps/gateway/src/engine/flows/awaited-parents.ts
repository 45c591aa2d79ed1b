/**
 * The jobs that some other waits for, so that the end of a job nobody waits for costs nothing. Bounded: beyond it every job counts as awaited, which
 * costs a look-up for each that ends and is right all the same. Pure.
 */
export class AwaitedParents {
  static readonly MOST = 200_000;
  private readonly ids = new Set<string>();
  private all = false;

  has(jobId: string): boolean {
    return this.all || this.ids.has(jobId);
  }

  add(ids: readonly string[]): void {
    if (this.all) return;
    for (const id of ids) this.ids.add(id);
    if (this.ids.size > AwaitedParents.MOST) this.overflow();
  }

  delete(ids: readonly string[]): void {
    for (const id of ids) this.ids.delete(id);
  }

  overflow(): void {
    this.all = true;
    this.ids.clear();
  }

  clear(): void {
    this.all = false;
    this.ids.clear();
  }
}
