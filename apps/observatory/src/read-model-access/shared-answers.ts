/** An answer, and where the read models stood when it was asked for: it shows all that they promised then. */
export interface Answered<Answer, Standing> {
  readonly answer: Answer;
  readonly standing: Standing;
}

interface Asking<Answer, Standing> {
  readonly answer: Promise<Answer>;
  readonly standing: Standing;
  readonly askedAt: number;
}

interface Kept<Answer, Standing> {
  /** The latest that has come. */
  known?: Answered<Answer, Standing> & { readonly askedAt: number };
  /** The latest that is to come. */
  asking?: Asking<Answer, Standing> | undefined;
}

/** What there is to know of where read models stand. */
export interface Standings<Standing> {
  /** Whether something has happened since `then`; or they are others, or of another life of the log: then no answer of before says anything. */
  since(then: Standing, now: Standing): 'nothing' | 'something' | 'another log';
  hasReached(standing: Standing, atLeast: number | undefined): boolean;
}

/**
 * No answer is given that is older. What is not behind a position (what retention removes, a batch whose checkpoint is still to come) is seen at most this much
 * later.
 */
const GIVEN_FOR_MS = 250;
/** An answer that the read models have left behind is given for so long as if they had not. */
const YOUNG_FOR_MS = 50;
/** Whoever comes within this has it asked for anew and does not wait for that, nor does anybody who comes meanwhile; whoever comes later waits. */
const WANTED_AGAIN_MS = 100;
/** A page of 200 jobs has some hundred kilobytes. */
const MOST_KEPT = 100;

/**
 * Equal questions share one answer: those asked at the same instant, and those asked a moment later. While the read models stand where they stood it is given
 * for a quarter of a second. On a busy day they move forty times a second, and who asks a question so often that an answer is there is given that one, of at
 * most a twentieth of a second ago and the time that the next one takes: so what many watch costs the store twenty questions a second and nobody waits for it. Who asks once a second is never given one that has been left behind.
 *
 * Each answer goes with where the read models stood when it was asked for, so what is said of its freshness is true; whoever needs to see more says `atLeast`.
 * What comes later never stood further back.
 */
export class SharedAnswers<Answer, Standing> {
  private readonly kept = new Map<string, Kept<Answer, Standing>>();

  /** @param most the most that are kept */
  constructor(
    private readonly standings: Standings<Standing>,
    private readonly most = MOST_KEPT,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * @param question all that the answer depends on beside the read models: what was asked, and on whose behalf
   * @param standing where they stand now
   * @param atLeast how far they must have stood
   */
  async answer(question: string, standing: Standing, atLeast: number | undefined, ask: () => Promise<Answer>): Promise<Answered<Answer, Standing>> {
    const now = this.now();
    const kept = this.keep(question, now);
    const { known, asking } = kept;
    const mayBeGiven = (one: { standing: Standing; askedAt: number }): boolean =>
      now - one.askedAt <= GIVEN_FOR_MS && this.standings.since(one.standing, standing) !== 'another log' && this.standings.hasReached(one.standing, atLeast);
    if (known !== undefined && mayBeGiven(known)) {
      // Where nothing has happened it is as if it was asked for now.
      if (this.standings.since(known.standing, standing) === 'nothing') return { answer: known.answer, standing };
      const age = now - known.askedAt;
      if (age <= YOUNG_FOR_MS || asking !== undefined) return known;
      if (age <= WANTED_AGAIN_MS) {
        this.ask(kept, standing, now, ask);
        return known;
      }
    }
    const awaited = asking !== undefined && mayBeGiven(asking) ? asking : this.ask(kept, standing, now, ask);
    return { answer: await awaited.answer, standing: awaited.standing };
  }

  private ask(kept: Kept<Answer, Standing>, standing: Standing, askedAt: number, ask: () => Promise<Answer>): Asking<Answer, Standing> {
    const answer = ask();
    const asking = { answer, standing, askedAt };
    kept.asking = asking;
    // Whoever waits for it is told that it failed; who asks next asks anew.
    answer.then(
      (come) => {
        if (kept.asking === asking) kept.asking = undefined;
        if (kept.known === undefined || kept.known.askedAt <= askedAt) kept.known = { answer: come, standing, askedAt };
      },
      () => {
        if (kept.asking === asking) kept.asking = undefined;
      },
    );
    return asking;
  }

  private keep(question: string, now: number): Kept<Answer, Standing> {
    const kept = this.kept.get(question) ?? {};
    // In the order in which they were wanted: the first are those that nobody has wanted for longest.
    this.kept.delete(question);
    this.kept.set(question, kept);
    for (const [oldest, { known, asking }] of this.kept) {
      const latest = Math.max(known?.askedAt ?? -Infinity, asking?.askedAt ?? -Infinity);
      if (oldest === question || (this.kept.size <= this.most && now - latest <= GIVEN_FOR_MS)) break;
      this.kept.delete(oldest);
    }
    return kept;
  }
}
