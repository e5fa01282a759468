// How the widget looks. The page around it has no say but in its size. Colours hold WCAG AA in both schemes.

const DARK = `
  color-scheme: dark; --paper: #11161b; --sheet: #1a2129; --ink: #e7ecf0; --muted: #a3afba; --line: #323c46; --edge: #7c8894;
  --accent: #8fc1ff; --accent-ink: #0d1b2a; --tint: #1f2d3d; --warn: #f1c27a; --warn-tint: #2d2617; --bad: #ff9d95;`;

export const STYLE = `
:host {
  color-scheme: light; --paper: #f5f6f3; --sheet: #fff; --ink: #17212b; --muted: #55616d; --line: #d8dcd8; --edge: #7a8590;
  --accent: #0b4f9e; --accent-ink: #fff; --tint: #e7eff8; --mark: #f2c230; --warn: #8a4b00; --warn-tint: #fdf3dc; --bad: #a11b1b;
  --radius: 12px; display: block; height: 38rem; max-height: 90vh; min-width: 0; container-type: inline-size;
  color: var(--ink); text-align: start;
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
}
:host([hidden]) { display: none; }
:host([theme="dark"]) {${DARK}}
@media (prefers-color-scheme: dark) { :host(:not([theme="light"])) {${DARK}} }
*, *::before, *::after { box-sizing: border-box; }
h2, h3, h4, p, ul, ol, dl, dd { margin: 0; }
ul, ol { padding: 0; list-style: none; }
[hidden] { display: none !important; }
bdi { overflow-wrap: anywhere; }
.unseen {
  position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; border: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
.muted { color: var(--muted); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
.frame {
  height: 100%; display: flex; flex-direction: column; position: relative; overflow: hidden; background: var(--paper);
  border: 1px solid var(--line); border-radius: var(--radius); overflow-wrap: break-word;
}
.bar {
  display: flex; align-items: center; justify-content: space-between; gap: .5rem; min-height: 3rem;
  padding: .25rem .4rem .25rem 1rem; background: var(--sheet); border-bottom: 1px solid var(--line);
}
.name { min-width: 0; font-weight: 700; line-height: 1.3; }
.bar .quiet { flex: none; }
.log { flex: 1; min-height: 0; overflow: auto; padding: 1rem; scroll-padding: 1rem; }
.log:focus-visible { outline-offset: -3px; }
.quiet {
  font: inherit; font-size: .95rem; color: var(--accent); background: none; border: 0; cursor: pointer; padding: .45rem .7rem;
  border-radius: 8px;
}
.quiet:hover { background: var(--tint); }
.small-heading { margin-top: 1.25rem; font-size: .95rem; font-weight: 600; color: var(--muted); }
.welcome .small-heading:first-child { margin-top: 0; }
.number { font-weight: 400; }
.chips { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .6rem; }
.chip {
  font: inherit; text-align: start; color: var(--accent); background: var(--sheet); border: 1px solid var(--edge);
  border-radius: 1.4rem; padding: .4rem 1rem; cursor: pointer; overflow-wrap: anywhere;
}
.chip:hover { background: var(--tint); border-color: var(--accent); }
.chip[aria-pressed="true"] { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
.notice { padding: .8rem 1rem; background: var(--warn-tint); border-radius: var(--radius); }

.turn + .turn { margin-top: 1.5rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
.asked {
  width: fit-content; max-width: 92%; margin-inline-start: auto; padding: .65rem 1.05rem; font-size: 1.05rem; font-weight: 500;
  line-height: 1.45; background: var(--tint); border-radius: var(--radius) var(--radius) 3px; white-space: pre-line;
}
.answer { margin-top: 1.1rem; }
.said { font-size: 1.1rem; white-space: pre-line; unicode-bidi: isolate; }
.said:focus { outline: none; }
.said:focus-visible { outline: 3px solid var(--accent); }
.said-fully { white-space: pre-line; padding-inline-start: 1rem; border-inline-start: 3px solid var(--mark); }
summary { cursor: pointer; color: var(--accent); padding-block: .4rem; }
.understood { margin-top: .6rem; font-size: .95rem; }
.refused { font-weight: 600; color: var(--warn); margin-bottom: .25rem; }
.failure { padding: .9rem 1rem; border: 1px solid var(--bad); border-radius: var(--radius); }
.failure .refused { color: var(--bad); }
.failure .chip { margin-top: .75rem; }
.loading { display: flex; align-items: center; gap: .7rem; color: var(--muted); }
.pulse { width: .7rem; height: .7rem; border-radius: 50%; background: var(--accent); animation: pulse 1.1s ease-in-out infinite alternate; }
@keyframes pulse { to { opacity: .2; transform: scale(.7); } }

.cards { display: grid; gap: .9rem; margin-top: .6rem; }
.card {
  min-width: 0; background: var(--sheet); border: 1px solid var(--line); border-inline-start: 4px solid var(--accent);
  border-radius: var(--radius); padding: .9rem 1rem .5rem;
}
.nearest .card { border-inline-start-color: var(--line); }
.source {
  font-size: .9rem; line-height: 1.4; color: var(--muted);
  display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden;
}
.region { color: var(--ink); }
.measure { margin-top: .35rem; font-size: 1.05rem; font-weight: 600; line-height: 1.4; }
.measure a { color: var(--accent); text-decoration: none; text-underline-offset: .2em; }
.measure a:hover, .measure a:focus-visible { text-decoration: underline; }
.measure-no { color: var(--muted); }
.item { margin-top: .7rem; display: grid; gap: .5rem; }
.item + .item { padding-top: .7rem; border-top: 1px dashed var(--line); }
.cell { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); gap: .15rem 1rem; }
.cell dt { color: var(--muted); font-size: .95rem; }
.cell dd ul { display: grid; gap: .2rem; }
.cell.strong dd { font-weight: 600; }
.consent { font-size: .85rem; font-weight: 400; white-space: nowrap; padding: .05rem .5rem; border-radius: 1rem; background: var(--warn-tint); color: var(--warn); }
.context { margin-top: .7rem; border-top: 1px solid var(--line); font-size: .95rem; }
.context dl { display: grid; gap: .4rem; }
.context .file, .context .doubts { margin-block: .5rem; overflow-wrap: anywhere; }
.doubts { color: var(--warn); }
.doubts ul { list-style: disc; padding-inline-start: 1.2rem; }
.more { margin-top: .9rem; }
.tools { display: flex; flex-wrap: wrap; align-items: center; gap: .1rem .25rem; margin: .9rem -.7rem 0; font-size: .95rem; }
.rate { display: flex; flex-wrap: wrap; align-items: center; gap: .4rem; margin-inline: .7rem; color: var(--muted); }
.rate .chip { padding: .3rem .7rem; line-height: 1; }
.rate svg { display: block; width: 1.25rem; height: 1.25rem; fill: none; stroke: currentcolor; stroke-width: 1.8; stroke-linejoin: round; }
.rate .down svg { transform: rotate(180deg); }
.comment { margin-top: .6rem; display: grid; gap: .5rem; justify-items: start; max-width: 34rem; }
.comment label { font-size: .95rem; color: var(--muted); }

.dock { background: var(--paper); border-top: 1px solid var(--line); padding: .7rem 1rem; }
.ask { display: flex; gap: .6rem; align-items: flex-end; }
textarea {
  width: 100%; min-width: 0; min-height: 3rem; max-height: 10rem; resize: none; font: inherit; line-height: 1.45; color: var(--ink);
  background: var(--sheet); border: 1px solid var(--edge); border-radius: var(--radius); padding: .7rem 1rem;
}
.ask textarea { flex: 1; }
textarea:placeholder-shown { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
textarea::placeholder { color: var(--muted); opacity: 1; }
.primary {
  font: inherit; font-weight: 600; color: var(--accent-ink); background: var(--accent); border: 0; cursor: pointer;
  border-radius: var(--radius); min-height: 3rem; padding: .6rem 1.3rem;
}
.primary:hover { filter: brightness(1.1); }
.primary[aria-disabled="true"] { background: var(--muted); color: var(--paper); cursor: progress; }

:host([page]) { height: auto; max-height: none; }
:host([page]) .frame { border: 0; border-radius: 0; background: none; overflow: visible; }
:host([page]) .bar { background: none; border: 0; padding: 0; min-height: 0; justify-content: flex-end; }
:host([page]) .name { display: none; }
:host([page]) .log { overflow: visible; padding: 1rem 0 1.5rem; }
:host([page]) .dock { position: sticky; bottom: 0; padding-inline: 0; z-index: 1; }
@media (max-height: 30rem) { :host([page]) .dock { position: static; } }

@container (max-width: 34rem) {
  .cell { grid-template-columns: minmax(0, 1fr); }
  .card { padding-inline: .85rem; }
  .log, .dock { padding-inline: .75rem; }
  .ask { gap: .45rem; }
  .ask textarea { padding-inline: .8rem; }
  .primary { padding-inline: .85rem; font-size: .95rem; }
  .said { font-size: 1.05rem; }
}
@container (max-width: 18rem) {
  .ask textarea { padding-inline: .5rem; }
  .primary { padding-inline: .6rem; }
  .bar { flex-wrap: wrap; padding-inline: .75rem .4rem; }
}
@media (prefers-reduced-motion: reduce) { *, *::before, *::after { animation: none !important; transition: none !important; scroll-behavior: auto !important; } }
@media (forced-colors: active) { .card, .chip, .asked, .primary { border: 1px solid; } }
@media print {
  :host { height: auto; max-height: none; }
  .frame { overflow: visible; border: 0; }
  .dock, .bar, .next, .tools, .comment, .conditions, .more { display: none; }
  .card { break-inside: avoid; }
}
`;

/** For an answer printed alone: the widget's look on white paper. */
export const PRINTED = STYLE.replace(/@media \(prefers-color-scheme: dark\).*\n/, "").replaceAll(":host", ":root")
  + "@media print, screen { body { margin: 0; } .turn + .turn, .turn { border: 0; margin: 0; padding: 0; } }";
