/** Something that keeps a process from going on, for as long as anything causes it, and what goes on afterwards. */
export class Standstill {
  private readonly causes = new Set<object>();
  private readonly waiting: (() => void)[] = [];

  get isOn(): boolean {
    return this.causes.size > 0;
  }

  /** Returns how to end it: once, however often that is called. True when it did end something. */
  begin(): () => boolean {
    const cause = {};
    this.causes.add(cause);
    return () => this.causes.delete(cause);
  }

  /** Ends whatever causes it; returns how many causes there were. */
  endAll(): number {
    const { size } = this.causes;
    this.causes.clear();
    this.end();
    return size;
  }

  /** Nothing causes it any more; what had to wait goes on waiting. */
  clear(): void {
    this.causes.clear();
  }

  /** Does what had to wait, in its order, if nothing causes it any more. */
  end(): void {
    if (!this.isOn) for (const action of this.waiting.splice(0)) action();
  }

  /** Does something as soon as it is over. */
  afterwards(action: () => void): void {
    this.waiting.push(action);
  }
}
