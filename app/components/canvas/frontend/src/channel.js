// One operation at a time goes to Python; the next waits for the revision that answers it.
// What nobody answers is sent again, ever later, because a slow answer starts anew when it is
// disturbed; Python does an operation of one id once.
const PATIENCE_MS = 3000;
const TRIES = 4;

export class Channel {
  #revision = 0;
  #trigger = null;
  #waiting = [];
  #current = null;
  #timer = 0;
  #number = 0;
  #salt = crypto.getRandomValues(new Uint32Array(2)).join("-");

  listen(data, trigger) {
    this.#trigger = trigger;
    if (data.revision !== this.#revision) {
      this.#revision = data.revision;
      this.#settle();
    }
  }

  send(op, rest = {}) {
    if (op === "select") this.#waiting = this.#waiting.filter((o) => o.op !== "select");
    this.#number += 1;
    this.#waiting.push({ op, ...rest, id: `${this.#salt}-${this.#number}` });
    if (!this.#current) this.#next();
  }

  find(text) {
    this.#trigger("find", text);
  }

  #settle() {
    clearTimeout(this.#timer);
    this.#current = null;
    setTimeout(() => this.#current || this.#next(), 0);
  }

  #next() {
    this.#current = this.#waiting.shift() ?? null;
    if (this.#current) this.#try(0);
  }

  #try(done) {
    if (done === TRIES) {
      this.#settle();
      return;
    }
    this.#trigger("operation", { ...this.#current, revision: this.#revision });
    this.#timer = setTimeout(() => this.#try(done + 1), PATIENCE_MS * 2 ** done);
  }
}
