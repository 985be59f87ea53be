// The budget grid in the browser: moving about, pasting, undoing, and sums while one types. Without it the page works,
// too: “Reken uit” has the server add up. The exported functions are pure; a test holds them against the server's.

const UNITS = { k: 3, duizend: 3, mln: 6, miljoen: 6, mld: 9, miljard: 9 };
const ABOUT = /^(?:ca\.?|circa|ongeveer|rond(?: de)?|±) ?/;
const PARTS = /^(?:€|euro?)? ?([0-9](?:[0-9.,]*[0-9])?)(?:,-{1,2})? ?(k|duizend|mln\.?|miljoen|mld\.?|miljard)? ?(€|euro?)?$/;
const WHOLE = /^(?:(?:0|[1-9][0-9]*)|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,([0-9]{2}))?$/;
const SCALED = /^(0|[1-9][0-9]*)(?:,([0-9]{1,6}))?$/;
const MOST = 99999999999999n; // cents

// {cents, about}; cents null for an empty cell; null for what is not one amount of 0 or more.
export function readAmount(text) {
  const plain = text.replace(/[‐‑‒–—−]/g, "-").toLowerCase().trim().split(/\s+/).join(" ");
  if (plain === "" || plain === "-") return { cents: null, about: false };
  if (plain.length > 80) return null;
  const about = ABOUT.test(plain);
  const bare = plain.replace(ABOUT, "");
  const found = PARTS.exec(bare);
  if (!found || (/^(?:€|eur)/.test(bare) && found[3])) return null;
  const cents = found[2] ? scaled(found[1], UNITS[found[2].replace(".", "")]) : digits(found[1]);
  return cents === null || cents > MOST ? null : { cents, about };
}

function digits(number) {
  const found = WHOLE.exec(number);
  if (!found) return null;
  return BigInt(number.split(",")[0].replaceAll(".", "")) * 100n + BigInt(found[1] ?? "0");
}

function scaled(number, zeros) {
  const found = SCALED.exec(number);
  if (!found) return null;
  const places = zeros + 2;
  const decimals = (found[2] ?? "").padEnd(places, "0");
  if (/[1-9]/.test(decimals.slice(places))) return null;
  return BigInt(found[1]) * 10n ** BigInt(places) + BigInt(decimals.slice(0, places));
}

// 27.000, 1.250,50 or ca. 48.000
export function writeAmount(cents, about = false) {
  const euros = (cents / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ".");
  const rest = cents % 100n;
  return `${about ? "ca. " : ""}${euros}${rest ? `,${rest.toString().padStart(2, "0")}` : ""}`;
}

// The cells of what a spreadsheet puts on the clipboard: a tab between cells, a new line between rows, and quotes
// around a cell that has one of them inside.
export function splitBlock(text) {
  const rows = [[]];
  let at = 0;
  while (at <= text.length) {
    let cell;
    [cell, at] = text[at] === '"' ? quoted(text, at) : bareCell(text, at);
    rows.at(-1).push(cell);
    const end = text[at];
    if (end === "\r" && text[at + 1] === "\n") at += 1;
    if (end === "\n" || end === "\r") rows.push([]);
    at += 1;
  }
  if (rows.length > 1 && rows.at(-1).length === 1 && rows.at(-1)[0] === "") rows.pop();
  return rows;
}

function bareCell(text, at) {
  const rest = text.slice(at);
  const length = rest.search(/[\t\r\n]/);
  const end = length === -1 ? text.length : at + length;
  return [text.slice(at, end), end];
}

function quoted(text, at) {
  const found = /^"((?:[^"]|"")*)"(?=[\t\r\n]|$)/.exec(text.slice(at));
  return found ? [found[1].replaceAll('""', '"'), at + found[0].length] : bareCell(text, at);
}

function start(form) {
  const table = form.querySelector("table");
  const rows = [...table.querySelectorAll("tbody tr")].filter((row) => row.querySelector("input")).map(rowOf);
  const undos = [];
  const undo = document.getElementById("ongedaan");
  const before = new Map(rows.flatMap((row) => row.inputs.map((input) => [input, input.value])));
  let unsaved = form.hasAttribute("data-unsaved");

  function placeOf(input) {
    const row = rows.findIndex((one) => one.inputs.includes(input));
    return [row, rows[row].inputs.indexOf(input)];
  }

  function go(row, column) {
    const input = rows[row]?.inputs[column];
    if (!input) return false;
    input.focus();
    input.select();
    return true;
  }

  function put(input, text) {
    input.value = text;
    before.set(input, text);
    input.removeAttribute("aria-invalid");
  }

  function changed(input) {
    unsaved = true;
    followTotal(rows[placeOf(input)[0]], input);
    addUp(table, rows);
  }

  function remember(cells) {
    undos.push(cells);
    undo.disabled = false;
  }

  function paste(event) {
    const block = splitBlock(event.clipboardData.getData("text/plain"));
    if (!event.target.matches("tbody input") || (block.length === 1 && block[0].length === 1)) return;
    event.preventDefault();
    const [top, left] = placeOf(event.target);
    const cells = block.flatMap((row, down) =>
      row.map((text, right) => [rows[top + down]?.inputs[left + right], text.trim()]).filter(([input]) => input));
    const touched = new Set(cells.map(([input]) => placeOf(input)[0]));
    remember([...touched].flatMap((at) => rows[at].inputs.map((input) => [input, input.value])));
    for (const [input, text] of cells) {
      put(input, tidy(text));
      changed(input);
    }
    const lost = block.flat().length - cells.length;
    say(`${cells.length} ${cells.length === 1 ? "cel" : "cellen"} gevuld.${lost ? ` ${lost} pasten niet in de tabel.` : ""}`);
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function takeBack() {
    const cells = undos.pop();
    if (!cells) return;
    for (const [input, text] of cells) put(input, text);
    undo.disabled = undos.length === 0;
    rows.forEach(markFollowing);
    addUp(table, rows);
    say("Ongedaan gemaakt.");
    cells[0][0].dispatchEvent(new Event("input", { bubbles: true }));
  }

  function say(text) {
    document.getElementById("stand").dataset.said = text;
    addUp(table, rows);
  }

  function keys(event) {
    const input = event.target;
    if (!input.matches?.("tbody input") || event.ctrlKey || event.metaKey || event.altKey) return;
    const [row, column] = placeOf(input);
    const atStart = input.selectionEnd === 0, atEnd = input.selectionStart === input.value.length;
    const all = input.value && input.selectionStart === 0 && input.selectionEnd === input.value.length;
    const step = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      Enter: [event.shiftKey ? -1 : 1, 0],
      ArrowLeft: (atStart || all) && !event.shiftKey && [0, -1],
      ArrowRight: (atEnd || all) && !event.shiftKey && [0, 1],
    }[event.key];
    if (event.key === "Escape" && undos.length) {
      event.preventDefault();
      takeBack();
    } else if (step) {
      if (go(row + step[0], column + step[1]) || event.key === "Enter") event.preventDefault();
    }
  }

  form.addEventListener("keydown", keys);
  form.addEventListener("paste", paste);
  form.addEventListener("input", (event) => event.target.matches("tbody input") && changed(event.target));
  form.addEventListener("focusin", (event) => event.target.matches("tbody input") && before.set(event.target, event.target.value));
  form.addEventListener("focusout", (event) => {
    const input = event.target;
    if (!input.matches("tbody input") || before.get(input) === input.value) return;
    const [at] = placeOf(input);
    const text = input.value;
    const was = rows[at].inputs.map((one) => [one, one === input ? before.get(input) : one.value]);
    remember(was);
    put(input, tidy(text));
  });
  form.addEventListener("submit", () => (unsaved = false));
  undo.addEventListener("click", takeBack);
  form.querySelector('[value="reken"]').hidden = true; // the browser adds up
  undo.hidden = false; // from the start: a bar that grows would move the button that is being pressed
  addEventListener("beforeunload", (event) => unsaved && event.preventDefault());
  rows.forEach(markFollowing);
  addUp(table, rows);
}

function rowOf(element) {
  const inputs = [...element.querySelectorAll("input")];
  return { element, inputs, years: inputs.slice(0, -1), total: inputs.at(-1), follows: false };
}

function tidy(text) {
  const found = readAmount(text);
  return found === null ? text : found.cents === null ? "" : writeAmount(found.cents, found.about);
}

function inYears(row) {
  const known = row.years.map((input) => readAmount(input.value)?.cents).filter((cents) => cents != null);
  return known.length ? known.reduce((a, b) => a + b, 0n) : null;
}

// A total goes with its years as long as it is their sum, or open.
function markFollowing(row) {
  const total = readAmount(row.total.value);
  row.follows = total !== null && (total.cents === null || total.cents === inYears(row));
}

function followTotal(row, input) {
  if (input === row.total) return markFollowing(row);
  const sum = inYears(row);
  if (!row.follows || sum === null) return;
  const about = [...row.years, row.total].some((one) => readAmount(one.value)?.about);
  row.total.value = writeAmount(sum, about);
}

function addUp(table, rows) {
  const width = rows[0].inputs.length;
  const cents = new Map(rows.map((row) => [row.element, row.inputs.map((input) => mark(input))]));
  for (const body of table.tBodies) {
    const here = [...body.rows].map((row) => cents.get(row)).filter(Boolean);
    showSums(body.querySelectorAll("[data-sum]"), summed(here, width, body.dataset.rest));
  }
  const all = [...cents.values()];
  const granted = rows.filter((row) => "granted" in row.element.dataset).map((row) => cents.get(row.element));
  const planned = foot(table, "all", all, width);
  const paid = foot(table, "granted", granted, width) ?? planned;
  rows.forEach(showOff);
  showFree(table, planned.at(-1), paid.at(-1));
}

// The cents in a cell, 0 when it is empty or cannot be read; what cannot be read is marked.
function mark(input) {
  const found = readAmount(input.value);
  if (found === null) input.setAttribute("aria-invalid", "true");
  else if (!input.hasAttribute("aria-describedby")) input.removeAttribute("aria-invalid");
  return found?.cents ?? 0n;
}

function summed(rows, width, rest) {
  const more = rest ? rest.split(" ").map((euros) => BigInt(Math.round(Number(euros) * 100))) : [];
  return Array.from({ length: width }, (_, at) => rows.reduce((sum, row) => sum + row[at], more[at] ?? 0n));
}

function showSums(cells, sums) {
  cells.forEach((cell, at) => (cell.textContent = sums[at] ? writeAmount(sums[at]) : "–"));
}

function foot(table, name, rows, width) {
  const row = table.querySelector(`[data-foot="${name}"]`);
  if (!row) return null;
  const sums = summed(rows, width, row.dataset.rest);
  showSums(row.querySelectorAll("[data-sum]"), sums);
  return sums;
}

function showOff(row) {
  const off = row.element.querySelector(".grid__off");
  const sum = inYears(row), total = readAmount(row.total.value)?.cents ?? null;
  off.hidden = sum === null || sum === total;
  off.querySelector("span").textContent = sum === null ? "" : `€ ${writeAmount(sum)}`;
}

function showFree(table, planned, paid) {
  const state = document.getElementById("stand");
  const row = table.querySelector('[data-foot="free"]');
  const told = [`Gepland € ${writeAmount(planned)}`];
  if (row) {
    const free = BigInt(Math.round(Number(row.dataset.award) * 100)) - paid;
    const label = free < 0n ? "Te veel gepland" : "Vrij", amount = writeAmount(free < 0n ? -free : free);
    row.querySelector("th").textContent = label;
    row.querySelector("[data-free]").textContent = amount;
    row.classList.toggle("wrong", free < 0n);
    state.classList.toggle("wrong", free < 0n);
    told.push(`${label} € ${amount}`);
  }
  if (state.dataset.said) told.push(state.dataset.said);
  state.textContent = told.join(" · ");
}

const form = document.getElementById("raster");
if (form?.querySelector("tbody input")) start(form);
