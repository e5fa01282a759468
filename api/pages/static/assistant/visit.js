// What was said in this visit: it outlives going to a plan and back, and ends with the tab.

/** @typedef {import("./asking.js").Answer} Answer */
/** @typedef {{question: string, history: string[], without: string[], answer: Answer}} Turn */

const PREFIX = "plan-assistant ";
const KEPT = 20; // turns
const ROWS_KEPT = 25; // of an answer: storage is small, and counts stand in the answer's text
const LONGEST_KEPT = 20_000; // characters of a cell

/** The turns of one person with one server. */
export class Visit {
  /** @param {string} server @param {string} person */
  constructor(server, person) {
    this.key = `${PREFIX}${server} ${person}`;
    this.forgetOthers(`${PREFIX}${server} `);
  }

  /** Whoever signs in after somebody does not find what was said to them. @param {string} prefix */
  forgetOthers(prefix) {
    guarded(() => {
      const others = Object.keys(sessionStorage).filter((key) => key.startsWith(prefix) && key !== this.key);
      for (const key of others) sessionStorage.removeItem(key);
    });
  }

  /** @returns {Turn[]} oldest first */
  turns() {
    return guarded(() => {
      const kept = JSON.parse(sessionStorage.getItem(this.key) ?? "[]");
      return Array.isArray(kept) ? kept.filter((turn) => turn?.question && turn.answer) : [];
    }) ?? [];
  }

  /** @param {Turn[]} turns */
  keep(turns) {
    const small = turns.slice(-KEPT).map((turn) => ({
      ...turn, answer: { ...turn.answer, rows: turn.answer.rows.slice(0, ROWS_KEPT) },
    }));
    while (small.length && !guarded(() => this.write(small))) small.shift();
    if (!small.length) guarded(() => sessionStorage.removeItem(this.key));
  }

  /** @param {Turn[]} turns */
  write(turns) {
    const clipped = (/** @type {string} */ _, /** @type {unknown} */ value) =>
      typeof value === "string" ? value.slice(0, LONGEST_KEPT) : value;
    sessionStorage.setItem(this.key, JSON.stringify(turns, clipped));
    return true;
  }
}

/** Storage can be full or forbidden: then nothing is kept. @template T @param {() => T} work @returns {T | undefined} */
function guarded(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}
