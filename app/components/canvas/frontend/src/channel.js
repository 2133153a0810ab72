// One operation at a time goes to Python; the next waits for the revision that answers it.
const PATIENCE_MS = 15000;

export class Channel {
  #revision = 0;
  #trigger = null;
  #waiting = [];
  #sentAt = 0;
  #busy = false;

  listen(data, trigger) {
    this.#trigger = trigger;
    if (data.revision !== this.#revision) {
      this.#revision = data.revision;
      this.#busy = false;
    }
    queueMicrotask(() => this.#next());
  }

  send(op, rest = {}) {
    if (op === "select") this.#waiting = this.#waiting.filter((o) => o.op !== "select");
    this.#waiting.push({ op, ...rest });
    this.#next();
  }

  find(text) {
    this.#trigger("find", text);
  }

  #next() {
    const stuck = this.#busy && performance.now() - this.#sentAt > PATIENCE_MS;
    if ((this.#busy && !stuck) || !this.#waiting.length || !this.#trigger) return;
    this.#busy = true;
    this.#sentAt = performance.now();
    this.#trigger("operation", { ...this.#waiting.shift(), revision: this.#revision });
  }
}
