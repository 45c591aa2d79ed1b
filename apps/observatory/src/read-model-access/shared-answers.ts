interface Shared<Answer> {
  readonly answer: Promise<Answer>;
  readonly askedAt: number;
}

/**
 * An answer of a moment ago is given again while the read models stand where they stood. It need not stand long for that to help: whoever watches a list asks
 * again every second or two, and many watch the same.
 */
const SHARED_FOR_MS = 250;
/** A page of 200 jobs has some hundred kilobytes. */
const MOST_PAGES = 100;

/**
 * Equal questions share one answer: those asked at the same instant, and those asked a moment later about read models that have not moved. The position that
 * goes with an answer is that of the read models when it is given, so they must be a part of the question: then the answer was read after they stood there,
 * and shows all that they promise.
 *
 * What is not behind a position (what retention removes, a batch whose checkpoint is still to come) is seen at most a quarter of a second later.
 */
export class SharedAnswers<Answer> {
  private readonly kept = new Map<string, Shared<Answer>>();

  /** @param most the most that are kept */
  constructor(
    private readonly most = MOST_PAGES,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @param question all that the answer depends on: what was asked, on whose behalf, and where the read models stand */
  answer(question: string, ask: () => Promise<Answer>): Promise<Answer> {
    const now = this.now();
    const known = this.kept.get(question);
    if (known !== undefined && now - known.askedAt <= SHARED_FOR_MS) return known.answer;
    const answer = ask();
    this.keep(question, { answer, askedAt: now });
    // Whoever waits for it is told that it failed; who asks next asks anew.
    answer.catch(() => {
      if (this.kept.get(question)?.answer === answer) this.kept.delete(question);
    });
    return answer;
  }

  private keep(question: string, shared: Shared<Answer>): void {
    this.kept.delete(question);
    this.kept.set(question, shared);
    // In the order in which they were asked: the first are the oldest.
    for (const [oldest, { askedAt }] of this.kept) {
      if (this.kept.size <= this.most && shared.askedAt - askedAt <= SHARED_FOR_MS) break;
      this.kept.delete(oldest);
    }
  }
}
