// Thumbs below an answer, and a comment for whoever wants to say more.

import { button, make, unseen } from "./making.js";

/** @typedef {import("./words.js").Word} Word */
/** @typedef {"up" | "down"} Thumb */

const LONGEST_COMMENT = 2000;
const THUMB = "M7 21H4V10h3m0 11V10l4-7c2 0 2.500 1.500 2 3l-1 3.500h6.500c1.500 0 2 1.200 1.700 2.500l-1.700 7c-.3 1.300-1 2-2.500 2z";

/**
 * Thumbs; each press and each comment is given to `rate`, which fails where it was not noted.
 * @param {Word} word @param {(thumb: Thumb, comment: string) => Promise<void>} rate @param {(text: string) => void} announce
 * @returns {{thumbs: HTMLElement, comment: HTMLFormElement}}
 */
export function ratingOf(word, rate, announce) {
  /** @type {Thumb} */
  let given = "up";
  const field = make("textarea", { rows: "2", maxlength: String(LONGEST_COMMENT) });
  const label = make("span", {});
  const said = make("p", { class: "muted" });
  const comment = make("form", { class: "comment", hidden: true }, make("label", {}, label, field),
    make("button", { type: "submit", class: "chip" }, word("send")));
  const both = /** @type {Thumb[]} */ (["up", "down"]).map((thumb) => {
    const made = button(`chip ${thumb}`, () => press(thumb), picture(), unseen(word(thumb)));
    made.setAttribute("aria-pressed", "false");
    return made;
  });
  const thumbs = make("div", { class: "rate", role: "group", "aria-label": word("rate") },
    make("span", { "aria-hidden": "true" }, word("rate")), ...both, said);

  /** @param {string} key */
  const tell = (key) => {
    said.textContent = word(key);
    announce(word(key));
  };
  /** @param {string} text @returns {Promise<boolean>} */
  const give = async (text) => {
    try {
      await rate(given, text);
    } catch {
      tell("not-rated");
      return false;
    }
    tell("thanks");
    return true;
  };
  /** @param {Thumb} thumb */
  const press = async (thumb) => {
    given = thumb;
    if (!(await give(field.value.trim()))) return;
    for (const one of both) one.setAttribute("aria-pressed", String(one.classList.contains(thumb)));
    label.textContent = word(thumb === "up" ? "comment-up" : "comment");
    comment.hidden = false;
  };
  comment.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!(await give(field.value.trim()))) return;
    comment.hidden = true;
    both.find((one) => one.classList.contains(given))?.focus();
  });
  return { thumbs, comment };
}

function picture() {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", THUMB);
  svg.append(path);
  return svg;
}
