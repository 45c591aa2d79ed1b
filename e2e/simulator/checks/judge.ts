/** Collects what went wrong in a schedule; the first finding ends it. */
export class Judge {
  readonly findings: string[] = [];

  /** @param check the promise that was broken, as one word */
  broken(check: string, what: string): void {
    this.findings.push(`${check}: ${what}`);
  }

  get failed(): boolean {
    return this.findings.length > 0;
  }
}
