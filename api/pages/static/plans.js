// The page of plans: files are dropped and sent with progress, and jobs tell how far they are. Without this script the
// same forms work, and a link brings the state up to date.

/**
 * @typedef {object} Job what the API tells of a job
 * @property {string} id
 * @property {string} state
 * @property {string} words how far it is, in the language of the page
 * @property {number} done
 * @property {number} total 0: nothing to count
 */

const form = /** @type {HTMLFormElement | null} */ (document.getElementById("upload"));
if (form) watchUpload(form);
for (const card of document.querySelectorAll("[data-job]")) watchJob(/** @type {HTMLElement} */ (card));

/** @param {HTMLFormElement} form */
function watchUpload(form) {
  const drop = /** @type {HTMLElement} */ (document.getElementById("drop"));
  const input = /** @type {HTMLInputElement} */ (document.getElementById("files"));
  const chosen = /** @type {HTMLElement} */ (document.getElementById("chosen"));
  const show = () => {
    const names = Array.from(input.files ?? [], (file) => file.name);
    chosen.textContent = names.length ? (form.dataset.chosen ?? "").replace("{n}", `${names.length} (${names.join(", ")})`) : "";
  };
  input.addEventListener("change", show);
  for (const name of ["dragover", "dragenter"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    const dropped = event.dataTransfer?.files;
    if (!dropped?.length) return;
    input.files = dropped;
    show();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}

/**
 * Send the form, showing how much has gone, and go to the job that reads the files.
 * @param {HTMLFormElement} form
 */
function send(form) {
  const bar = /** @type {HTMLProgressElement} */ (document.getElementById("sending"));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button[type=submit]"));
  const request = new XMLHttpRequest(); // fetch does not tell how much has been sent
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
  });
  request.addEventListener("load", () => finish(request.status === 202 ? "" : reasonIn(request.responseText)));
  request.addEventListener("error", () => finish(form.dataset.offline ?? ""));
  say("");
  bar.hidden = false;
  button.disabled = true;
  request.send(new FormData(form));

  /** @param {string} reason why it failed; empty: it did not */
  function finish(reason) {
    bar.hidden = true;
    button.disabled = false;
    if (reason) say((form.dataset.failed ?? "").replace("{reason}", reason));
    else show(/** @type {Job} */ (JSON.parse(request.responseText)).id);
  }
}

/** @param {string} text */
function say(text) {
  const place = /** @type {HTMLElement} */ (document.getElementById("upload-said"));
  place.textContent = text;
}

/**
 * What a problem says, in words.
 * @param {string} body
 * @returns {string}
 */
function reasonIn(body) {
  try {
    return String(JSON.parse(body).detail);
  } catch {
    return form?.dataset.offline ?? "";
  }
}

/**
 * Bring the page up to date, at this job.
 * @param {string} id
 */
function show(id) {
  history.replaceState(null, "", `/plans?job=${encodeURIComponent(id)}#job-${encodeURIComponent(id)}`);
  location.reload();
}

/**
 * Have a card follow its job.
 * @param {HTMLElement} card
 */
function watchJob(card) {
  const id = card.dataset.job ?? "";
  const words = /** @type {HTMLElement} */ (card.querySelector("[data-words]"));
  const bar = card.querySelector("progress");
  const news = document.getElementById("news");
  const events = new EventSource(`/api/v1/jobs/${encodeURIComponent(id)}/events${location.search.includes("lang=") ? location.search : ""}`);
  events.addEventListener("progress", (event) => tell(JSON.parse(/** @type {MessageEvent} */ (event).data)));
  events.addEventListener("done", (event) => {
    events.close();
    const job = /** @type {Job} */ (JSON.parse(/** @type {MessageEvent} */ (event).data));
    tell(job);
    if (news) news.textContent = job.words;
    show(id);
  });

  /** @param {Job} job */
  function tell(job) {
    words.textContent = job.words;
    if (!bar) return;
    bar.setAttribute("aria-label", job.words);
    if (job.total) {
      bar.max = job.total;
      bar.value = job.done;
    } else {
      bar.removeAttribute("value");
    }
  }
}
