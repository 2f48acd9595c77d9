/** Does things one after the other, each when those before it are done, whether or not they failed. */
export class Turns {
  private last: Promise<void> = Promise.resolve();

  take(action: () => Promise<void>): Promise<void> {
    const result = this.last.then(action);
    this.last = result.catch(() => {});
    return result;
  }
}
