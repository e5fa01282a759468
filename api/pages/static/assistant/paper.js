// An answer taken along: as text in the clipboard, or on paper without the page around it.

/** @typedef {import("./asking.js").Answer} Answer */
/** @typedef {import("./asking.js").Row} Row */

/** The question, the answer and its rows as text. @param {string} question @param {Answer} answer
 * @param {import("./words.js").Word} word @param {(row: Row) => string} address */
export function textOf(question, answer, word, address) {
  const lines = [question, "", answer.answer];
  if (answer.rows.length) lines.push("", `${word("basis")}:`);
  answer.rows.forEach((row, n) => {
    const place = [row.region ?? word("whole-country"), row.plan_title, row.place].filter(Boolean).join(" · ");
    lines.push(`${n + 1}. ${[row.measure_no, row.measure].filter(Boolean).join(" ")}`, `   ${place}`, `   ${address(row)}`);
  });
  const left = answer.citations.length - answer.rows.length;
  if (answer.rows.length && left > 0) lines.push(`${word("left")} ${left}`);
  return lines.join("\n");
}

/** Put a text into the clipboard; pages without TLS have only the older way. @param {string} text @param {ParentNode & Node} root
 * @returns {Promise<boolean>} whether it is there */
export async function copy(text, root) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.className = "unseen";
    field.value = text;
    root.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

/** Print an element alone. @param {HTMLElement} element @param {string} style @param {string} title */
export function print(element, style, title) {
  const frame = document.createElement("iframe");
  frame.title = title;
  frame.setAttribute("aria-hidden", "true");
  frame.tabIndex = -1;
  frame.style.cssText = "position:fixed;width:0;height:0;border:0;left:-9999px";
  document.body.append(frame);
  const view = /** @type {(Window & typeof globalThis) | null} */ (frame.contentWindow);
  if (!view) return frame.remove();
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(style);
  view.document.adoptedStyleSheets = [sheet];
  view.document.title = title;
  const copied = /** @type {HTMLElement} */ (view.document.importNode(element, true));
  for (const details of copied.querySelectorAll("details")) details.open = true;
  view.document.body.className = "printed";
  view.document.body.append(copied);
  view.addEventListener("afterprint", () => setTimeout(() => frame.remove()));
  view.print();
}
