export type LeaveAnswer = 'save' | 'discard' | 'stay';

/** A question that waits for its answer: what becomes of unsaved work. */
export class LeaveQuestion {
  #resolve = $state.raw<((answer: LeaveAnswer) => void) | null>(null);

  get isOpen(): boolean {
    return this.#resolve !== null;
  }

  /** Asks; while it is open already, whoever asks again stays. */
  async ask(): Promise<LeaveAnswer> {
    if (this.#resolve) return 'stay';
    const answer = await new Promise<LeaveAnswer>((resolve) => (this.#resolve = resolve));
    this.#resolve = null;
    return answer;
  }

  answer(answer: LeaveAnswer): void {
    this.#resolve?.(answer);
  }
}
