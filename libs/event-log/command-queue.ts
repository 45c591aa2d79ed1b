import { rejectItem } from './work-unit';
import type { CommandItem, CommandUnit, WorkUnit } from './work-unit';

/** Beyond this a larger group gains nothing and only makes everybody wait for its slowest row. */
const MAX_JOBS_PER_BATCH = 256;
/** Keeps the statement, which is built in memory on both sides, in proportion. */
const MAX_BYTES_PER_BATCH = 4 * 1024 * 1024;
/** About three seconds of work at the rates measured; more would only be answered when its client has gone. */
const MAX_WAITING = 20_000;
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

/** Commands that wait for their group, in the order they came, those of one job together: a job is in a group once. */
export class CommandQueue {
  private readonly waiting = new Map<string, WorkUnit>();
  /** Lost or undone, and to be decided again before anything else. */
  private again: WorkUnit[] = [];
  private readonly againOf = new Map<string, CommandUnit>();
  private items = 0;
  private bytes = 0;

  get length(): number {
    return this.items;
  }

  get isEmpty(): boolean {
    return this.waiting.size === 0 && this.again.length === 0;
  }

  get isFull(): boolean {
    return this.items >= MAX_WAITING || this.bytes >= MAX_WAITING_BYTES;
  }

  add(unit: WorkUnit): void {
    this.waiting.set(unit.jobId, unit);
    this.items += itemsOf(unit);
    this.bytes += unit.bytes;
  }

  /** Puts a command to those that wait for the same job already. Answers false when none do. */
  join(jobId: string, item: CommandItem, bytes: number): boolean {
    const unit = this.waiting.get(jobId);
    if (unit?.kind !== 'command') return false;
    unit.items.push(item);
    unit.bytes += bytes;
    this.items += 1;
    this.bytes += bytes;
    return true;
  }

  /** The next group: what is to be decided again first, bounded in jobs and in bytes. */
  take(): WorkUnit[] {
    const units: WorkUnit[] = [];
    let bytes = 0;
    const fits = (unit: WorkUnit): boolean => {
      if (units.length > 0 && (units.length >= MAX_JOBS_PER_BATCH || bytes + unit.bytes > MAX_BYTES_PER_BATCH)) return false;
      bytes += unit.bytes;
      units.push(unit);
      return true;
    };
    const full = this.again.findIndex((unit) => !fits(this.withLater(unit)));
    for (const unit of units) this.againOf.delete(unit.jobId);
    this.again = full === -1 ? [] : this.again.slice(full);
    if (this.again.length > 0) return units;
    for (const unit of this.waiting.values()) {
      if (!fits(unit)) break;
      this.remove(unit);
    }
    return units;
  }

  /**
   * Puts a unit first in line. When the store goes away, what was under way for a job and what waited for it both come here: they are one unit, or
   * the next group would have the job twice, both decided on the same row.
   */
  putAgain(unit: WorkUnit): void {
    if (unit.kind === 'command') {
      const same = this.againOf.get(unit.jobId);
      if (same !== undefined) {
        same.items.push(...unit.items);
        same.bytes += unit.bytes;
        return;
      }
      this.againOf.set(unit.jobId, unit);
    }
    this.again.push(unit);
  }

  /** What came for the unit's job meanwhile joins behind: a job must not be in a group twice. */
  private withLater(unit: WorkUnit): WorkUnit {
    const later = this.waiting.get(unit.jobId);
    if (unit.kind === 'command' && later?.kind === 'command') {
      this.remove(later);
      unit.items.push(...later.items);
      unit.bytes += later.bytes;
    }
    return unit;
  }

  /** Takes out everything that nobody has tried yet. */
  drain(): WorkUnit[] {
    const units = [...this.waiting.values()];
    for (const unit of units) this.remove(unit);
    return units;
  }

  private remove(unit: WorkUnit): void {
    this.waiting.delete(unit.jobId);
    this.items -= itemsOf(unit);
    this.bytes -= unit.bytes;
  }
}

/** Leaves only the commands that wait for ever; the others are told. */
export function keepPatient(unit: CommandUnit, error: unknown): boolean {
  for (const item of unit.items) if (!item.patient) rejectItem(item, error);
  unit.items = unit.items.filter((item) => item.patient);
  return unit.items.length > 0;
}

function itemsOf(unit: WorkUnit): number {
  return unit.kind === 'submit' ? 1 : unit.items.length;
}
