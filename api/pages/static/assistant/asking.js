// What goes to the server and what comes from it.

/** @typedef {{text: string, body: string, consent: boolean}} Responsible */
/** @typedef {{number: number, indicator: ?string, value: ?string, responsible: Responsible[], deadline_text: ?string}} Item */
/** @typedef {{measure_id: string, plan_id: string, plan_title: string, source_file: string, region: ?string,
 *   place: string, section: ?string, task: ?string, measure_no: ?string, measure: string, items: Item[],
 *   warnings: string[]}} Row */
/** @typedef {{measure_id: string, items: number[], fields: string[]}} Citation */
/** @typedef {{answer: string, abstained: boolean, understood: string, citations: Citation[], rows: Row[],
 *   nearest_rows: Row[], suggestions: string[], conditions: {name: string, words: string}[]}} Answer */
/** @typedef {{question: string, history: string[], without: string[]}} Asked */
/** @typedef {{id: string, thumb: "up" | "down", comment: string, question: string, history: string[],
 *   answer: string, abstained: boolean}} Feedback */

/** What the server says went wrong, in words for the person. */
export class Refusal extends Error {}

/** An answer of which nothing is known yet. @returns {Answer} */
export function emptyAnswer() {
  return {
    answer: "", abstained: false, understood: "", citations: [], rows: [], nearest_rows: [], suggestions: [], conditions: [],
  };
}

/** The application at an address, asked in a language, with a token where users are told apart. */
export class Server {
  /** @param {string} address @param {?string} token @param {string} lang */
  constructor(address, token, lang) {
    this.address = address.replace(/\/+$/, "");
    this.token = token;
    this.lang = lang;
  }

  /** @param {string} path @param {RequestInit} [options] @returns {Promise<Response>} */
  async fetch(path, options = {}) {
    const headers = new Headers(options.headers);
    if (this.token) headers.set("Authorization", `Bearer ${this.token}`);
    const isOwn = new URL(this.address, location.href).origin === location.origin;
    const response = await fetch(`${this.address}${path}`, {
      ...options, headers, credentials: isOwn ? "same-origin" : "omit",
    });
    if (!response.ok) throw new Refusal(await reasonIn(response));
    return response;
  }

  /** @param {string} path @param {unknown} body @param {string} accept @param {AbortSignal} [signal] */
  post(path, body, accept, signal) {
    const headers = { "Content-Type": "application/json", Accept: accept };
    return this.fetch(path, { method: "POST", headers, body: JSON.stringify(body), signal });
  }

  /**
   * Ask; `partly` is told what has come so far.
   * @param {Asked} asked @param {(sofar: Answer) => void} partly @param {AbortSignal} signal @returns {Promise<Answer>}
   */
  async ask(asked, partly, signal) {
    const body = { ...asked, lang: this.lang };
    const response = await this.post("/api/v1/ask", body, "text/event-stream, application/json;q=0.5", signal);
    const isStream = response.headers.get("Content-Type")?.startsWith("text/event-stream");
    if (!isStream || !response.body) return { ...emptyAnswer(), ...(await response.json()) };
    const answer = emptyAnswer();
    for await (const { event, data } of eventsIn(response.body)) {
      take(answer, event, data);
      if (event === "done") return answer;
      partly(answer);
    }
    throw new Error("the stream ended before its answer");
  }

  /** Put the next rows that an answer cites to those that it holds. @param {Answer} answer @param {number} upTo */
  async complete(answer, upTo) {
    const { citations, rows } = answer;
    const asked = citations.slice(rows.length, upTo);
    if (!asked.length) return;
    const ids = asked.map((cited) => `&id=${encodeURIComponent(cited.measure_id)}`).join("");
    const found = (await (await this.fetch(`/api/v1/rows?lang=${this.lang}${ids}`)).json()).rows;
    /** @type {Map<string, Row>} */
    const known = new Map(found.map((/** @type {Row} */ row) => [row.measure_id, row]));
    const there = asked.filter((cited) => known.has(cited.measure_id)); // a plan may have gone meanwhile
    citations.splice(rows.length, asked.length, ...there);
    for (const cited of there) {
      const row = /** @type {Row} */ (known.get(cited.measure_id));
      rows.push({ ...row, items: row.items.filter((item) => cited.items.includes(item.number)) });
    }
  }

  /** Questions that have answers in the plans at hand. @returns {Promise<{examples: string[], at_hand: string}>} */
  async examples() {
    return (await this.fetch(`/api/v1/examples?lang=${this.lang}`)).json();
  }

  /** @param {Feedback} feedback */
  async rate(feedback) {
    await this.post("/api/v1/feedback", { ...feedback, lang: this.lang }, "application/json");
  }

  /** The page of a plan, at a row. @param {Row} row */
  addressOf(row) {
    const plan = encodeURIComponent(row.plan_id);
    return `${this.address}/plans/${plan}?lang=${this.lang}#m-${encodeURIComponent(row.measure_id)}`;
  }
}

/** What a problem says, in words. @param {Response} response @returns {Promise<string>} */
async function reasonIn(response) {
  try {
    return String((await response.json()).detail ?? "");
  } catch {
    return "";
  }
}

/** Take an event into the answer. @param {Answer} answer @param {string} event @param {any} data */
function take(answer, event, data) {
  if (event === "problem") throw new Refusal(String(data?.detail ?? ""));
  if (event === "text") answer.answer += typeof data === "string" ? data : String(data?.text ?? "");
  else if (event === "rows" && Array.isArray(data)) answer.rows = data;
  else if (data && typeof data === "object") Object.assign(answer, data);
}

/**
 * The events of a stream (WHATWG HTML, server-sent events): EventSource itself can send neither a body nor a token.
 * @param {ReadableStream<Uint8Array>} stream
 * @returns {AsyncGenerator<{event: string, data: unknown}>}
 */
export async function* eventsIn(stream) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += decoder.decode(value, { stream: true });
      const blocks = rest.split(/\r?\n\r?\n/);
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const read = eventOf(block);
        if (read) yield read;
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** @param {string} block @returns {?{event: string, data: unknown}} */
function eventOf(block) {
  let event = "message";
  /** @type {string[]} */
  const data = [];
  for (const line of block.split(/\r?\n/)) {
    const [, name, value] = /^(\w*): ?(.*)$/s.exec(line) ?? [];
    if (name === "event") event = value;
    if (name === "data") data.push(value);
  }
  return data.length ? { event, data: JSON.parse(data.join("\n")) } : null;
}
